import {readdir, readFile, readlink} from 'node:fs/promises';
import {geteuid} from 'node:process';
import {known, unknown} from '../../source/domain/known.ts';
import type {Endpoint, ListedHolder, ListedProcess, Socket} from '../../source/domain/socket.ts';
import {sanitize, trusted} from '../../source/domain/text.ts';
import type {ToolResult} from '../../source/system/run-tool.ts';
import {process, socket} from '../helpers/build.ts';

export const endpoint = (address: string, port: number): Endpoint => ({
  address: trusted(address),
  port,
  interface: null,
});

/** A process of which a snapshot has no more than the name. */
const sampleProcess = (pid: number, name: string, changes: Partial<ListedProcess> = {}): ListedProcess =>
  process(name, {pid, startedAt: null, executable: unknown('not-collected'), ...changes});

export const holder = (pid: number, name: string, changes: Partial<ListedProcess> = {}): ListedHolder => ({
  process: sampleProcess(pid, name, changes),
  descriptors: [3],
});

export const sampleSocket = (changes: Partial<Socket> = {}): Socket =>
  socket('tcp LISTEN 0.0.0.0:22', unknown('not-collected'), {inode: 1583, ...changes});

/** The IPv4 loopback listener on a port of this host, with the holder it really has. */
export async function listenerOfHost(port: number, pid: number): Promise<Socket> {
  const local = `0100007F:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  const rows = (await readFile('/proc/net/tcp', 'latin1')).split('\n').map(row => row.trim().split(/\s+/));
  const inode = Number(rows.find(row => row[1] === local && row[3] === '0A')?.[9]);
  const links = await Promise.all(
    (await readdir(`/proc/${pid}/fd`)).map(async fd => ({
      fd,
      link: await readlink(`/proc/${pid}/fd/${fd}`).catch(() => ''),
    })),
  );
  const descriptors = links.filter(({link}) => link === `socket:[${inode}]`).map(({fd}) => Number(fd));
  const name = sanitize((await readFile(`/proc/${pid}/comm`, 'utf8')).trimEnd());
  const owner = known([{process: sampleProcess(pid, name, {uid: geteuid?.() ?? 0}), descriptors}]);
  return sampleSocket({local: endpoint('127.0.0.1', port), inode, owner});
}

/** The output of a tool that ran to its end. */
export const done = (stdout: string, stderr = '', code = 0): ToolResult => ({
  kind: 'done',
  code,
  stdout: Buffer.from(stdout),
  stderr: Buffer.from(stderr),
  truncated: false,
});
