import {readFile} from 'node:fs/promises';
import type {Socket} from '../domain/socket.ts';
import {type Clean, sanitize, trusted} from '../domain/text.ts';
import {capabilitiesIn, capability} from '../linux/capabilities.ts';
import {parseBootTime, parseStat, startTime} from '../linux/process-texts.ts';
import {runTool} from '../system/run-tool.ts';

/** Milliseconds: the time of boot that the kernel tells moves with the clock. */
const tolerance = 1500;

/** Asks a process to end (SIGTERM), if the pid still is the process that started then. What was done, or why not. */
export async function endOwner(pid: number, startedAt: number, name: string): Promise<Clean> {
  const now = await startOf(pid);
  if (now === null) return sanitize(`${name} (pid ${pid}) has ended already`);
  if (Math.abs(now - startedAt) > tolerance)
    return sanitize(`pid ${pid} is another process by now, or the clock was set: nothing was done`);
  try {
    process.kill(pid, 'SIGTERM');
    return sanitize(`asked ${name} (pid ${pid}) to end with SIGTERM`);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : error;
    if (code === 'EPERM') return sanitize(`not permitted to end ${name} (pid ${pid}): needs root`);
    return sanitize(code === 'ESRCH' ? `${name} (pid ${pid}) has ended already` : `could not end pid ${pid}: ${code}`);
  }
}

async function startOf(pid: number): Promise<number | null> {
  const [own, system] = await Promise.all([
    readFile(`/proc/${pid}/stat`).catch(() => null),
    readFile('/proc/stat', 'latin1').catch(() => null),
  ]);
  const stat = own && parseStat(own);
  const bootTime = system === null ? null : parseBootTime(system);
  return stat && bootTime !== null ? startTime(stat, bootTime) : null;
}

/** Whether the kernel lets this process close connections (SOCK_DESTROY); true where that cannot be told. */
export async function mayCloseConnections(): Promise<boolean> {
  const status = await readFile('/proc/self/status', 'latin1').catch(() => null);
  return status === null || (capabilitiesIn(status) & capability.netAdmin) !== 0n;
}

/** The actions with --read-only: they do nothing, whoever calls them. */
export const readOnlyActions = {
  endOwner: async () => trusted('nothing was done: --read-only'),
  closeConnection: async () => trusted('nothing was done: --read-only'),
};

/** ss(8) reads the text behind the last colon of an address without brackets as a port. */
const bracketed = (address: string): string => (address.includes(':') ? `[${address}]` : address);

/** Lets the kernel close one TCP connection (SOCK_DESTROY, by `ss -K`). Resolves to a message on success or failure. */
export async function closeConnection({local, peer}: Socket): Promise<Clean> {
  if (!peer) return sanitize('it has no peer');
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
  const result = await runTool('ss', ['-K', '-H', '-t', '-n', ...ends], {signal, timeLimit: 5000});
  if (result.kind === 'missing') return sanitize('ss is not installed, which closes connections');
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
