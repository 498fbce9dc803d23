import {programOf} from '../../../domain/program.ts';
import {type Executable, type Process, socketStates} from '../../../domain/socket.ts';
import {verdicts} from '../../../domain/verdict.ts';
import type {AssessedSocket} from '../../../judge/assess-all.ts';
import {rules} from '../../../judge/rules/index.ts';
import {isExposed} from '../exposed.ts';

/** What the last polls tell of a socket besides what it is. */
export type Marks = {readonly isNew: boolean; readonly isClosed: boolean; readonly isChanged: boolean};

type Base = {readonly name: string; readonly help: string};

/** A field of the filter: what its values are, and what they are compared with. */
export type Field = Base &
  (
    | {
        readonly kind: 'number';
        readonly of: (row: AssessedSocket) => readonly number[];
        /** Past which there is none, and how that is said. */
        readonly limit?: {readonly most: number; readonly told: string};
      }
    | {readonly kind: 'address'; readonly of: (row: AssessedSocket) => readonly string[]}
    /** Any part of the text. */
    | {readonly kind: 'text'; readonly of: (row: AssessedSocket) => readonly string[]}
    /** One of a few words, whole. */
    | {
        readonly kind: 'word';
        readonly words: readonly string[];
        readonly of: (row: AssessedSocket, marks: Marks) => readonly string[];
      }
  );

const processes = ({socket: {owner}}: AssessedSocket): readonly Process[] =>
  owner.known ? owner.value.map(({process}) => process) : [];

const executables = (row: AssessedSocket): readonly Executable[] =>
  processes(row).flatMap(({executable}) => (executable.known ? [executable.value] : []));

const ofPorts = {most: 65_535, told: 'a port is 0 to 65535'};

export const fields: readonly Field[] = [
  {
    name: 'port',
    help: 'local or peer port',
    kind: 'number',
    limit: ofPorts,
    of: ({socket: {local, peer}}) => [local.port, ...(peer ? [peer.port] : [])],
  },
  {name: 'lport', help: 'local port', kind: 'number', limit: ofPorts, of: ({socket}) => [socket.local.port]},
  {
    name: 'rport',
    help: "peer's port",
    kind: 'number',
    limit: ofPorts,
    of: ({socket}) => (socket.peer ? [socket.peer.port] : []),
  },
  {
    name: 'addr',
    help: 'local or peer address, or network',
    kind: 'address',
    of: ({socket: {local, peer}}) => [local.address, ...(peer ? [peer.address] : [])],
  },
  {name: 'src', help: 'local address, or network', kind: 'address', of: ({socket}) => [socket.local.address]},
  {
    name: 'dst',
    help: "peer's address, or network",
    kind: 'address',
    of: ({socket}) => (socket.peer ? [socket.peer.address] : []),
  },
  {
    name: 'proto',
    help: 'protocol',
    kind: 'word',
    words: ['tcp', 'udp', 'raw', 'packet', 'tcp6', 'udp6', 'raw6'],
    of: ({socket: {protocol, family}}) => (family === 6 ? [protocol, `${protocol}6`] : [protocol]),
  },
  {
    name: 'state',
    help: 'state',
    kind: 'word',
    words: [...socketStates.map(state => state.toLowerCase()), 'estab'],
    of: ({socket: {state}}) => (state === 'ESTABLISHED' ? ['established', 'estab'] : [state.toLowerCase()]),
  },
  {
    name: 'scope',
    help: 'where the local address is reached from',
    kind: 'word',
    words: ['loopback', 'link-local', 'private', 'public', 'all'],
    of: ({scope}) => [scope],
  },
  {
    name: 'dir',
    help: 'direction',
    kind: 'word',
    words: ['listening', 'inbound', 'outbound', 'unconnected'],
    of: ({direction}) => [direction],
  },
  {
    name: 'proc',
    help: 'name of the program or process',
    kind: 'text',
    of: row => processes(row).flatMap(process => [process.name, programOf(process)?.name ?? process.name]),
  },
  {name: 'exe', help: 'path of the executable', kind: 'text', of: row => executables(row).map(({path}) => path)},
  {
    name: 'user',
    help: 'user of the owner or the socket',
    kind: 'text',
    of: row => [
      ...processes(row).flatMap(({user}) => (user === null ? [] : [user])),
      ...(row.socket.user ? [row.socket.user] : []),
    ],
  },
  {
    name: 'uid',
    help: 'user id of the owner or the socket',
    kind: 'number',
    of: row => [...processes(row).map(({uid}) => uid), row.socket.uid].filter(uid => uid !== null),
  },
  {name: 'pid', help: 'process id', kind: 'number', of: row => processes(row).map(({pid}) => pid)},
  {
    name: 'unit',
    help: 'systemd unit of the owner',
    kind: 'text',
    of: row => processes(row).flatMap(({unit}) => (unit === null ? [] : [unit])),
  },
  {
    name: 'container',
    help: 'container of the owner: engine, id or name',
    kind: 'text',
    of: row =>
      processes(row)
        .flatMap(({container, publishes}) => [container ?? [], publishes ?? []].flat())
        .flatMap(({runtime, id, name}) => [runtime, id, ...(name === null ? [] : [name])]),
  },
  {name: 'verdict', help: 'verdict', kind: 'word', words: verdicts, of: ({assessment}) => [assessment.verdict]},
  {
    name: 'rule',
    help: 'rule that holds',
    kind: 'word',
    words: rules.map(({id}) => id),
    of: ({assessment}) => [assessment.rule.id],
  },
  {
    name: 'is',
    help: 'what else is so',
    kind: 'word',
    words: ['new', 'closed', 'changed', 'v4', 'v6', 'loopback', 'exposed', 'root'],
    of: (row, marks) => [
      ...(marks.isNew ? ['new'] : []),
      ...(marks.isClosed ? ['closed'] : []),
      ...(marks.isChanged ? ['changed'] : []),
      ...(row.socket.family === null ? [] : [`v${row.socket.family}`]),
      ...(row.loopback ? ['loopback'] : []),
      ...(isExposed(row) ? ['exposed'] : []),
      ...(processes(row).some(({uid}) => uid === 0) || row.socket.uid === 0 ? ['root'] : []),
    ],
  },
];
