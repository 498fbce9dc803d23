import type {Relay} from '../../domain/evidence.ts';
import {codeIn, interpreterOf, isShell} from '../../domain/interpreters.ts';
import {baseName} from '../../domain/program.ts';
import {cleanBytes, sanitize} from '../../domain/text.ts';
import {type Files, orFailure} from '../../linux/proc-files.ts';
import {parseStat} from '../../linux/process-texts.ts';

/**
 * One end of a stream between processes. `readsFrom` and `writesTo` name the stream (a pipe, a FIFO, one way of a
 * pseudoterminal); null where the end does not read, or write. A socket has no name: its other end is not known.
 */
type End = {
  readonly kind: 'pipe' | 'master' | 'slave' | 'socket';
  readonly readsFrom: string | null;
  readonly writesTo: string | null;
  /** Inode of a socket; null where the end is no socket. */
  readonly socket: number | null;
};

/** The facts of a process that streams between processes depend on. `shell`: its name; null where it is no shell. */
type Node = {
  readonly pid: number;
  readonly parent: number;
  readonly shell: {readonly name: string; readonly readsCommands: boolean} | null;
  readonly ends: readonly End[];
};

/** Descriptors that are examined of a socket's holder; streams to a shell have low numbers. */
const maxDescriptors = 256;
/** The number of processes between a socket's holder and the shell (`nc > f`, `cat f | sh | nc`). */
const maxSteps = 3;
const commandLimit = 4096;
const statLimit = 4096;
const fdinfoLimit = 4096;

/**
 * Finds the shell that each of some processes (by pid) feeds or is fed by. `pids` are all processes of the host; of
 * each, three descriptors are read. Linear in the processes. `pause` is called between two processes, so that keys have
 * their turn.
 */
export async function findRelays(
  files: Files,
  proc: string,
  holders: ReadonlySet<number>,
  pids: readonly number[],
  pause: () => Promise<void>,
): Promise<ReadonlyMap<number, Relay>> {
  const nodes: Node[] = [];
  for (const pid of pids) {
    await pause();
    const node = readNode(files, proc, pid, holders.has(pid));
    if (node) nodes.push(node);
  }
  if (!nodes.some(({shell}) => shell !== null)) return new Map();
  const readers = byStream(nodes, ({readsFrom}) => readsFrom);
  const writers = byStream(nodes, ({writesTo}) => writesTo);
  const relays = new Map<number, Relay>();
  for (const node of nodes) {
    if (!holders.has(node.pid)) continue;
    const relay = relayOf(node, readers, writers, nodes);
    if (relay) relays.set(node.pid, relay);
  }
  return relays;
}

type Ends = ReadonlyMap<string, readonly Node[]>;

function byStream(nodes: readonly Node[], streamOf: (end: End) => string | null): Ends {
  const found = new Map<string, Node[]>();
  for (const node of nodes) {
    for (const end of node.ends) {
      const stream = streamOf(end);
      // On a terminal only a shell counts: every program of a session has its slave as standard stream.
      if (stream === null || (end.kind === 'slave' && node.shell === null)) continue;
      const there = found.get(stream) ?? [];
      found.set(stream, there);
      if (!there.includes(node)) there.push(node);
    }
  }
  return found;
}

function relayOf(node: Node, readers: Ends, writers: Ends, nodes: readonly Node[]): Relay | null {
  const fed = reach(node, readers, ({writesTo}) => writesTo);
  const feeding = reach(node, writers, ({readsFrom}) => readsFrom);
  const both = fed.find(({node: {pid}}) => feeding.some(other => other.node.pid === pid));
  const direct = both ?? viaSocketPair(node, nodes);
  // Only a shell that reads commands can be controlled over the network.
  if (direct) return toRelay(direct, direct.node.shell?.readsCommands ? 'both' : 'in');
  if (fed[0]) return toRelay(fed[0], 'in');
  return feeding[0] ? toRelay(feeding[0], 'out') : null;
}

type Reached = {readonly node: Node; readonly through: Relay['through']};

/**
 * The shells to which the streams of a process lead, in a few steps. Between two processes only pipes count: through
 * the master of a terminal every program of a session would lead to its shell.
 */
function reach(from: Node, across: Ends, streamOf: (end: End) => string | null): readonly Reached[] {
  const shells: Reached[] = [];
  const seen = new Set([from.pid]);
  let now: readonly Node[] = [from];
  for (let step = 0; step <= maxSteps && now.length > 0; step++) {
    const next: Node[] = [];
    for (const node of now) {
      for (const end of node.ends) {
        const stream = end.kind === 'pipe' || (end.kind === 'master' && node === from) ? streamOf(end) : null;
        for (const other of (stream !== null && across.get(stream)) || []) {
          if (seen.has(other.pid)) continue;
          seen.add(other.pid);
          if (other.shell === null) next.push(other);
          else shells.push({node: other, through: end.kind === 'master' ? 'pseudoterminal' : 'pipe'});
        }
      }
    }
    now = next;
  }
  return shells;
}

/** A shell child whose standard input is a socket without address: the other end of a socketpair(2) of its parent. */
function viaSocketPair({pid, ends}: Node, nodes: readonly Node[]): Reached | null {
  const sockets = new Set(ends.flatMap(({socket}) => socket ?? []));
  if (sockets.size === 0) return null;
  const child = nodes.find(({parent, shell, ends: [input]}) => {
    const socket = input?.socket ?? null;
    if (!shell?.readsCommands || socket === null) return false;
    return parent === pid || sockets.has(socket - 1) || sockets.has(socket + 1);
  });
  return child ? {node: child, through: 'socket pair'} : null;
}

const toRelay = ({node: {pid, shell}, through}: Reached, direction: Relay['direction']): Relay => ({
  shell: {pid, name: sanitize(shell?.name ?? '', 100), readsCommands: shell?.readsCommands ?? false},
  through,
  direction,
});

function readNode(files: Files, proc: string, pid: number, isHolder: boolean): Node | null {
  const base = `${proc}/${pid}`;
  const stat = orFailure(() => files.read(`${base}/stat`, statLimit));
  const parsed = typeof stat === 'string' ? null : parseStat(stat);
  if (!parsed || parsed.isKernelThread) return null;
  const numbers = isHolder ? descriptorsOf(files, base) : ['0', '1', '2'];
  const ends = numbers.flatMap(number => endOf(files, base, number) ?? []);
  if (ends.length === 0) return null;
  return {pid, parent: parsed.parent, shell: shellOf(files, base), ends};
}

function descriptorsOf(files: Files, base: string): readonly string[] {
  const all = orFailure(() => files.list(`${base}/fd`));
  return typeof all === 'string' ? [] : all.slice(0, maxDescriptors);
}

/** A shell, and whether it takes commands from its standard input; null for every other process. */
function shellOf(files: Files, base: string): Node['shell'] {
  const link = orFailure(() => files.linkBytes(`${base}/exe`));
  if (typeof link === 'string') return null;
  const command = orFailure(() => files.read(`${base}/cmdline`, commandLimit));
  const argv = typeof command === 'string' ? [] : command.toString('latin1').split('\0').slice(0, -1);
  const name = baseName(cleanBytes(link).replace(/ \(deleted\)$/, ''));
  const code = codeIn(name, argv);
  if (code.kind === 'applet') return isShell(code.name) ? {name: code.name, readsCommands: isBare(argv)} : null;
  if (isShell(name)) return {name, readsCommands: code.kind === 'input'};
  // In a loader that runs a shell, the shell's own arguments follow.
  const loaded = code.kind === 'file' ? baseName(code.path) : '';
  return isShell(loaded) && interpreterOf(name) === null ? {name: loaded, readsCommands: isBare(argv.slice(1))} : null;
}

/** Whether only options follow the name of the shell. */
const isBare = (argv: readonly string[]): boolean =>
  argv.slice(1).every((word, index) => (/^-[a-z]*$/i.test(word) ? !word.includes('c') : index === 0 && isShell(word)));

function endOf(files: Files, base: string, number: string): End | null {
  const path = `${base}/fd/${number}`;
  const link = orFailure(() => ({target: files.link(path)}));
  if (typeof link === 'string') return null;
  const {target} = link;
  const inode = target.match(/^socket:\[(\d+)\]$/)?.[1];
  if (inode !== undefined) return {kind: 'socket', readsFrom: null, writesTo: null, socket: Number(inode)};
  const stream = streamName(files, path, target);
  if (stream !== null) return pipeEnd(files, path, stream);
  const terminal = target.match(/^\/dev\/pts\/(\d+)$/)?.[1];
  if (terminal !== undefined)
    return {kind: 'slave', readsFrom: `to pts ${terminal}`, writesTo: `from pts ${terminal}`, socket: null};
  if (!/^\/dev\/(?:pts\/)?ptmx$/.test(target)) return null;
  const info = orFailure(() => files.read(`${base}/fdinfo/${number}`, fdinfoLimit));
  const index = typeof info === 'string' ? undefined : info.toString('latin1').match(/^tty-index:\s*(\d+)$/m)?.[1];
  return index === undefined
    ? null
    : {kind: 'master', readsFrom: `from pts ${index}`, writesTo: `to pts ${index}`, socket: null};
}

/** The link's own permissions are the access mode of the descriptor (proc_pid_fd(5)). */
function pipeEnd(files: Files, path: string, stream: string): End {
  const link = orFailure(() => files.lstat(path));
  const mode = typeof link === 'string' ? 0o600 : link.mode;
  return {
    kind: 'pipe',
    readsFrom: (mode & 0o400) !== 0 ? stream : null,
    writesTo: (mode & 0o200) !== 0 ? stream : null,
    socket: null,
  };
}

/** st_mode of a FIFO (inode(7)). */
const typeMask = 0o170000;
const fifo = 0o010000;

/** The name of a pipe; of a FIFO its device and inode, since two processes may reach it by different paths. */
function streamName(files: Files, path: string, target: string): string | null {
  if (target.startsWith('pipe:')) return target;
  if (!target.startsWith('/') || target.startsWith('/dev/')) return null;
  const found = orFailure(() => files.stat(path));
  return typeof found === 'object' && (found.mode & typeMask) === fifo ? `fifo ${found.id}` : null;
}
