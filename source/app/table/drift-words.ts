import type {PlacedBlock} from '../../domain/baseline.ts';
import {whyUnknownWords} from '../../domain/known.ts';
import {baseName, programName} from '../../domain/program.ts';
import type {AssessedSocket} from '../../judge/assess-all.ts';
import type {Symbols} from '../../screens/text/symbols.ts';
import {endsText, protocolText} from './cells.ts';
import type {DriftEntry} from './drift-report.ts';

/** An entry of the report as texts for columns. */
export type DriftWords = {
  /** `tcp 0.0.0.0:8443`, with `+1` for one more socket; `tcp 8443` of a block that is gone. */
  readonly socket: string;
  /** `perl (munin-node)`, `nginx`, or why it is not known. */
  readonly program: string;
  /** `/usr/bin/portainer → /usr/bin/nc`; one side alone where there is no other. */
  readonly difference: string;
};

/** The words of one difference, for `--drift` and the screen. */
export function driftWords({rows, block, accepted, seen}: DriftEntry, symbols: Symbols): DriftWords {
  const [first, ...others] = rows;
  return {
    socket: first ? socketWords(first, others.length, symbols) : block ? blockWords(block, symbols) : '',
    program: first ? programWords(first) : expectedProgram(block),
    difference: accepted === '' ? seen : `${accepted} ${symbols.to} ${seen}`,
  };
}

/** `tcp 0.0.0.0:8443`, with `+1` for one more socket; in another network also with its name. */
export function socketWords(row: AssessedSocket, others: number, symbols: Symbols): string {
  const {socket} = row;
  const ends = endsText(row, Number.POSITIVE_INFINITY, symbols);
  const more = others === 0 ? '' : ` +${others}`;
  return `${protocolText(socket)} ${ends}${more}${inNetwork(socket.netns?.name ?? null)}`;
}

function blockWords(block: PlacedBlock, {to}: Symbols): string {
  const network = inNetwork(block.container ?? block.netns);
  if (block.kind === 'listener') return `${block.proto} ${block.port}${network}`;
  return `${block.proto} ${to} ${block.peer ?? '*'}:${block.peerPort}${network}`;
}

/** The network of a socket that is not the host's. */
const inNetwork = (name: string | null): string => (name === null ? '' : ` in ${name}`);

function programWords({socket: {owner}, role}: AssessedSocket): string {
  if (!owner.known) return whyUnknownWords[owner.why].short;
  const names = [...new Set(owner.value.map(programName))].join(', ');
  return role === null ? names : `${names} (${role})`;
}

const expectedProgram = (block: PlacedBlock | null): string => baseName(block?.script ?? block?.exe ?? '');
