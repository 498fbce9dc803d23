import {driftKinds} from '../../../domain/baseline.ts';
import {namesOf} from '../../../domain/netns.ts';
import {programOf} from '../../../domain/program.ts';
import {type Executable, type Process, socketStates} from '../../../domain/socket.ts';
import {verdicts} from '../../../domain/verdict.ts';
import type {AssessedSocket} from '../../../judge/assess-all.ts';
import {rules} from '../../../judge/rules/index.ts';
import {isExposed} from '../exposed.ts';

/** The marks of a row, from comparing the last polls. */
export type Marks = {readonly isNew: boolean; readonly isClosed: boolean; readonly isChanged: boolean};

type Base = {readonly name: string; readonly help: string};

/** A field of the filter. `valuesOf` returns the values of a row; the kind decides how a query compares them. */
export type Field = Base &
  (
    | {
        readonly kind: 'number';
        readonly valuesOf: (row: AssessedSocket) => readonly number[];
        /** The highest possible value, and the message of the error for a higher one. */
        readonly limit?: {readonly max: number; readonly message: string};
      }
    | {readonly kind: 'address'; readonly valuesOf: (row: AssessedSocket) => readonly string[]}
    /** A query is the whole text. */
    | {readonly kind: 'name'; readonly valuesOf: (row: AssessedSocket) => readonly string[]}
    /** A query matches any part of the text. */
    | {readonly kind: 'text'; readonly valuesOf: (row: AssessedSocket) => readonly string[]}
    /** A query matches one of a few words as a whole. */
    | {
        readonly kind: 'word';
        readonly words: readonly string[];
        readonly valuesOf: (row: AssessedSocket, marks: Marks) => readonly string[];
      }
  );

const processes = ({socket: {owner}}: AssessedSocket): readonly Process[] =>
  owner.known ? owner.value.map(({process}) => process) : [];

const executables = (row: AssessedSocket): readonly Executable[] =>
  processes(row).flatMap(({executable}) => (executable.known ? [executable.value] : []));

const portLimit = {max: 65_535, message: 'a port is 0 to 65535'};

export const fields: readonly Field[] = [
  {
    name: 'port',
    help: 'local or peer port',
    kind: 'number',
    limit: portLimit,
    valuesOf: ({socket: {local, peer}}) => [local.port, ...(peer ? [peer.port] : [])],
  },
  {name: 'lport', help: 'local port', kind: 'number', limit: portLimit, valuesOf: ({socket}) => [socket.local.port]},
  {
    name: 'rport',
    help: "peer's port",
    kind: 'number',
    limit: portLimit,
    valuesOf: ({socket}) => (socket.peer ? [socket.peer.port] : []),
  },
  {
    name: 'addr',
    help: 'local or peer address, or network',
    kind: 'address',
    valuesOf: ({socket: {local, peer}}) => [local.address, ...(peer ? [peer.address] : [])],
  },
  {name: 'src', help: 'local address, or network', kind: 'address', valuesOf: ({socket}) => [socket.local.address]},
  {
    name: 'dst',
    help: "peer's address, or network",
    kind: 'address',
    valuesOf: ({socket}) => (socket.peer ? [socket.peer.address] : []),
  },
  {
    name: 'proto',
    help: 'protocol',
    kind: 'word',
    words: ['tcp', 'udp', 'raw', 'icmp', 'packet', 'tcp6', 'udp6', 'raw6', 'icmp6'],
    valuesOf: ({socket: {protocol, family}}) => (family === 6 ? [protocol, `${protocol}6`] : [protocol]),
  },
  {
    name: 'state',
    help: 'state',
    kind: 'word',
    words: [...socketStates.map(state => state.toLowerCase()), 'estab'],
    valuesOf: ({socket: {state}}) => (state === 'ESTABLISHED' ? ['established', 'estab'] : [state.toLowerCase()]),
  },
  {
    name: 'scope',
    help: 'where the local address is reached from',
    kind: 'word',
    words: ['loopback', 'link-local', 'private', 'public', 'all'],
    valuesOf: ({scope}) => [scope],
  },
  {
    name: 'dir',
    help: 'direction',
    kind: 'word',
    words: ['listening', 'inbound', 'outbound', 'unconnected', 'unknown'],
    valuesOf: ({direction}) => [direction],
  },
  {
    name: 'proc',
    help: 'name of the program or process, or of what it serves as',
    kind: 'text',
    valuesOf: row => [
      ...processes(row).flatMap(process => [process.name ?? [], programOf(process)?.name ?? []].flat()),
      ...(row.role === null ? [] : [row.role]),
    ],
  },
  {name: 'exe', help: 'path of the executable', kind: 'text', valuesOf: row => executables(row).map(({path}) => path)},
  {
    name: 'user',
    help: 'user of the owner or the socket',
    kind: 'text',
    valuesOf: row => [
      ...processes(row).flatMap(({user}) => (user === null ? [] : [user])),
      ...(row.socket.user ? [row.socket.user] : []),
    ],
  },
  {
    name: 'uid',
    help: 'user id of the owner or the socket',
    kind: 'number',
    valuesOf: row => [...processes(row).map(({uid}) => uid), row.socket.uid].filter(uid => uid !== null),
  },
  {name: 'pid', help: 'process id', kind: 'number', valuesOf: row => processes(row).flatMap(({pid}) => pid ?? [])},
  {
    name: 'unit',
    help: 'systemd unit of the owner',
    kind: 'text',
    valuesOf: row => processes(row).flatMap(({unit}) => (unit === null ? [] : [unit])),
  },
  {
    name: 'container',
    help: 'container of the owner: engine, id or name',
    kind: 'text',
    valuesOf: row =>
      processes(row)
        .flatMap(({container, publishes}) => [container ?? [], publishes ?? []].flat())
        .flatMap(({runtime, id, name}) => [runtime, id, ...(name === null ? [] : [name])]),
  },
  {
    name: 'netns',
    help: 'network namespace, by its whole name; host is the one that portwatch runs in',
    kind: 'name',
    valuesOf: ({socket: {netns}}) => namesOf(netns),
  },
  {name: 'verdict', help: 'verdict', kind: 'word', words: verdicts, valuesOf: ({assessment}) => [assessment.verdict]},
  {
    name: 'rule',
    help: 'rule that holds',
    kind: 'word',
    words: rules.map(({id}) => id),
    valuesOf: ({assessment}) => [assessment.rule.id],
  },
  {
    name: 'drift',
    help: 'how it differs from the accepted baseline',
    kind: 'word',
    words: driftKinds,
    valuesOf: ({acceptance}) => acceptance?.drift.map(({kind}) => kind) ?? [],
  },
  {
    name: 'is',
    help: 'mark or property',
    kind: 'word',
    words: ['new', 'closed', 'changed', 'v4', 'v6', 'loopback', 'exposed', 'root', 'mptcp', 'accepted', 'drift'],
    valuesOf: (row, marks) => [
      ...(marks.isNew ? ['new'] : []),
      ...(marks.isClosed ? ['closed'] : []),
      ...(marks.isChanged ? ['changed'] : []),
      ...(row.socket.family === null ? [] : [`v${row.socket.family}`]),
      ...(row.loopback ? ['loopback'] : []),
      ...(isExposed(row) ? ['exposed'] : []),
      ...(processes(row).some(({uid}) => uid === 0) || row.socket.uid === 0 ? ['root'] : []),
      ...(row.socket.mptcp ? ['mptcp'] : []),
      ...(row.acceptance ? [row.acceptance.state === 'accepted' ? 'accepted' : 'drift'] : []),
    ],
  },
];
