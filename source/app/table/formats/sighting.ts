import type {Evidence, PackagedFile} from '../../../domain/evidence.ts';
import type {Process} from '../../../domain/socket.ts';
import type {Clean} from '../../../domain/text.ts';
import type {AssessedSocket} from '../../../judge/assess-all.ts';
import {unicodeSymbols} from '../../../screens/text/symbols.ts';
import type {Change} from '../changes.ts';
import {socketSentence} from '../socket-sentence.ts';
import {communityIdOf, type Sha1} from './community-id.ts';
import {type RolesOfEnds, rolesOfEnds} from './roles-of-ends.ts';
import {type Severity, severityOf} from './severity.ts';
import {ipVersionOf, type Transport, transportOf} from './transport.ts';

/** Why a socket is written: it is in a snapshot, or it changed. */
export type Occasion = 'listed' | Change['event'];

/** The facts that all sockets of a poll have in common. */
export type Setting = {
  readonly host: Clean;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly evidence: Evidence;
  /** Of portwatch. */
  readonly version: string;
  readonly sha1: Sha1;
};

/** A socket with everything that the fields of a format are taken from. */
export type Sighting = Omit<Setting, 'evidence' | 'sha1'> & {
  readonly row: AssessedSocket;
  readonly occasion: Occasion;
  /** Whether it differs from the accepted baseline, and is written for that: a snapshot has such sockets as alerts. */
  readonly isAlert: boolean;
  /** The differences from the baseline, a text each; empty where there are none. */
  readonly differences: readonly string[];
  /** One sentence for people. */
  readonly message: string;
  readonly severity: Severity;
  readonly ends: RolesOfEnds;
  readonly transport: Transport | null;
  readonly ipVersion: 4 | 6 | null;
  readonly communityId: string | null;
  /** The first of its owners; null where they are not known. */
  readonly process: Process | null;
  /** Path of the file that it runs; null where it is not known. */
  readonly executable: string | null;
  /** The process that started it; null where that was not read. */
  readonly parentPid: number | null;
  /** The user of the process, or else of the socket. */
  readonly userName: string | null;
  readonly userId: string | null;
  /** Of that process; null where no package has its file, or that is not known. */
  readonly package: PackagedFile | null;
};

/** Derives, once, the facts that several fields need. */
export function sightingOf(row: AssessedSocket, occasion: Occasion, setting: Setting): Sighting {
  const {socket, acceptance} = row;
  const {evidence, sha1, ...common} = setting;
  const owner = socket.owner.known ? socket.owner : row.formerOwner;
  const process = owner?.value[0]?.process ?? null;
  const {package: packaged, ancestors} = (process && evidence.processes.get(process)) ?? {};
  const user = process && process.uid !== null ? process : socket;
  const drift = acceptance?.drift ?? [];
  return {
    ...common,
    row,
    occasion,
    isAlert: occasion === 'drift' || (occasion === 'listed' && drift.length > 0),
    differences: drift.map(({kind, accepted, seen}) =>
      accepted === '' ? `${kind}: ${seen}` : `${kind}: ${accepted} ${unicodeSymbols.to} ${seen}`,
    ),
    message: socketSentence(row, unicodeSymbols),
    severity: severityOf(row),
    ends: rolesOfEnds(row),
    transport: transportOf(socket),
    ipVersion: ipVersionOf(socket),
    communityId: communityIdOf(socket, sha1),
    process,
    executable: process?.executable.known ? process.executable.value.path : null,
    parentPid: (ancestors?.known && ancestors.value[0]?.pid) || null,
    userName: user.user,
    userId: user.uid === null ? null : String(user.uid),
    package: packaged?.known ? packaged.value : null,
  };
}
