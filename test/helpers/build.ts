import type {TypeFilter} from '../../source/app/table/type-filter.ts';
import {type Evidence, noEvidence} from '../../source/domain/evidence.ts';
import {known, unknown, type WhyUnknown} from '../../source/domain/known.ts';
import {ianaRegistry} from '../../source/domain/services/iana.ts';
import type {ServiceNames} from '../../source/domain/services/names.ts';
import {serviceNames} from '../../source/domain/services/names.ts';
import type {Problem, Snapshot, SourceId} from '../../source/domain/snapshot.ts';
import type {Endpoint, Executable, Family, ListedProcess, Owner, Process, Socket} from '../../source/domain/socket.ts';
import {finish} from '../../source/domain/task.ts';
import {sanitize, trusted} from '../../source/domain/text.ts';
import {type AssessedSnapshot, type AssessedSocket, assessAll, nothingAssessed} from '../../source/judge/assess-all.ts';

/** Builders of made-up sockets, short enough to read in a test. */

/** A type filter that passes everything. */
export const showAll: TypeFilter = {protocols: new Set(), families: new Set(), listening: false, hideLoopback: false};

export const nameOf = serviceNames(new Map(), ianaRegistry);

/** `0.0.0.0:22`, `[::]:22`, `[fe80::1%lo]:9999`, `localhost:631`, `*:68`. */
export function endpoint(text: string): Endpoint {
  const [, address = '', device = null, port = ''] = text.match(/^\[?(.*?)(?:%([^\]]+))?\]?:(\d+|\*)$/) ?? [];
  return {
    address: sanitize(address),
    port: port === '*' ? 0 : Number(port),
    interface: device === null ? null : sanitize(device),
  };
}

export const executable = (path: string, changes: Partial<Executable> = {}): Executable => ({
  path: sanitize(path),
  alias: null,
  state: 'intact',
  file: known({mode: 0o755, uid: 0, writableByAll: null}),
  ...changes,
});

export function process(path: string, changes: Partial<ListedProcess> = {}): ListedProcess {
  const name = sanitize(path.slice(path.lastIndexOf('/') + 1));
  return {
    pid: 812,
    startedAt: 1_700_000_000_000,
    name,
    executable: known(executable(path)),
    command: name,
    uid: 0,
    user: trusted('root'),
    unit: null,
    unitManager: null,
    container: null,
    publishes: null,
    ...changes,
  };
}

/** A known owner, by the paths of its executables. */
export const owner = (...paths: readonly string[]): Owner =>
  known(paths.map((path, index) => ({process: process(path, {pid: 812 + index}), descriptors: [3]})));

export const ownerOf = (...processes: readonly Process[]): Owner =>
  known(processes.map(each => ({process: each, descriptors: [3]})));

export const hidden = (why: WhyUnknown): Owner => unknown(why);

let lastInode = 1000;

/** `tcp LISTEN 0.0.0.0:22`, `udp UNCONN [::]:5353`, `tcp ESTABLISHED 10.0.0.5:51000 203.0.113.9:443`. */
export function socket(text: string, holder: Owner = unknown('needs-root'), changes: Partial<Socket> = {}): Socket {
  const [protocol = 'tcp', state = 'LISTEN', local = '', peer = null] = text.split(' ');
  const family: Family = local.startsWith('[') ? 6 : 4;
  lastInode++;
  return {
    key: text,
    protocol: protocol as Socket['protocol'],
    family,
    state: state as Socket['state'],
    local: endpoint(local),
    peer: peer === null ? null : endpoint(peer),
    recvQueue: 0,
    sendQueue: 0,
    uid: 0,
    user: trusted('root'),
    inode: lastInode,
    v6only: null,
    tcp: null,
    mptcp: false,
    netns: null,
    owner: holder,
    ...changes,
  };
}

export const snapshot = (sockets: readonly Socket[], problems: readonly Problem[] = []): Snapshot => ({
  takenAt: Date.UTC(2026, 10, 21, 20, 0, 0),
  took: 3,
  host: trusted('web-01'),
  source: 'procfs',
  sockets,
  problems,
});

/** Assesses sockets in one go. */
export const assessAllNow = (
  sockets: readonly Socket[],
  names: ServiceNames,
  previous: AssessedSnapshot = nothingAssessed,
  evidence: Evidence = noEvidence,
  takenAt = Date.UTC(2026, 10, 21, 20, 0, 0),
  source: SourceId = 'netlink',
): AssessedSnapshot => finish(assessAll({sockets, takenAt, evidence, source}, names, previous));

/** The first socket, assessed among all of them. */
export function assessedRow(...sockets: readonly [Socket, ...Socket[]]): AssessedSocket {
  const [row] = assessAllNow(sockets, nameOf).rows;
  if (!row) throw new Error('no row');
  return row;
}
