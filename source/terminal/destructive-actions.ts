import {errorCode} from '../domain/error-code.ts';
import type {Socket} from '../domain/socket.ts';
import {type Clean, sanitize, trusted} from '../domain/text.ts';
import {capabilitiesIn, capability} from '../linux/capabilities.ts';
import {namespaceEntry} from '../linux/namespace-file.ts';
import {isSameProcess, readProcessStart} from '../linux/process-start.ts';
import {ownStatus} from '../system/own-status.ts';
import {runInNamespace} from '../system/run-in-namespace.ts';

/**
 * Sends SIGTERM to a process, if the pid is still of the process with this start. Resolves to a message on success or
 * failure.
 */
export async function endOwner(pid: number, startedAt: number, name: string): Promise<Clean> {
  const now = await readProcessStart(pid);
  if (now === null) return sanitize(`${name} (pid ${pid}) has ended already`);
  if (!isSameProcess(startedAt, now))
    return sanitize(`pid ${pid} is another process by now, or the clock was set: nothing was done`);
  try {
    process.kill(pid, 'SIGTERM');
    return sanitize(`asked ${name} (pid ${pid}) to end with SIGTERM`);
  } catch (error) {
    const code = errorCode(error) ?? String(error);
    if (code === 'EPERM') return sanitize(`not permitted to end ${name} (pid ${pid}): needs root`);
    return sanitize(code === 'ESRCH' ? `${name} (pid ${pid}) has ended already` : `could not end pid ${pid}: ${code}`);
  }
}

/** Whether the kernel lets this process close connections (SOCK_DESTROY); true where this is not known. */
export function mayCloseConnections(): boolean {
  const status = ownStatus();
  return status === '' || (capabilitiesIn(status) & capability.netAdmin) !== 0n;
}

/** The actions with --read-only, which do nothing. */
export const readOnlyActions = {
  endOwner: async () => trusted('nothing was done: --read-only'),
  closeConnection: async () => trusted('nothing was done: --read-only'),
  accept: async () => trusted('nothing was done: --read-only'),
  withdraw: async () => trusted('nothing was done: --read-only'),
};

/** ss(8) reads the text behind the last colon of an address without brackets as a port. */
const bracketed = (address: string): string => (address.includes(':') ? `[${address}]` : address);

/** Lets the kernel close one TCP connection (SOCK_DESTROY, by `ss -K`). Resolves to a message on success or failure. */
export async function closeConnection(socket: Socket): Promise<Clean> {
  const {local, peer, netns} = socket;
  if (!peer) return sanitize('it has no peer');
  const entry = namespaceEntry(socket);
  // Another namespace may have a connection with the same ends.
  if (entry === null) return sanitize(`network namespace ${netns?.name} cannot be entered: nothing was done`);
  const {signal} = new AbortController();
  const ends = [
    'src',
    bracketed(local.address),
    'sport',
    '=',
    `:${local.port}`,
    'dst',
    bracketed(peer.address),
    'dport',
    '=',
    `:${peer.port}`,
  ];
  const parameters = ['-K', '-H', '-t', '-n', ...ends];
  const result = await runInNamespace(entry, 'ss', parameters, {signal, timeLimit: 5000});
  if (result.kind === 'missing') return sanitize(`${result.tool} is not installed, which closes connections`);
  if (result.kind !== 'done') return sanitize('ss did not close it');
  if (result.stdout.toString('utf8').trim() !== '')
    return sanitize(`closed ${local.address}:${local.port}, peer ${peer.address}:${peer.port}`);
  // ss prints "SOCK_DESTROY answers: Operation not permitted" with exit code 0, and nothing where the kernel lacks
  // SOCK_DESTROY.
  return sanitize(
    /not permitted/i.test(result.stderr.toString('latin1'))
      ? 'not permitted to close it: needs root (CAP_NET_ADMIN)'
      : 'not closed: it has closed already, or this kernel cannot close it',
  );
}
