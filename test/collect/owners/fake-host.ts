import {type Files, realFiles} from '../../../source/linux/proc-files.ts';

type Process = {readonly start: number; readonly open: Map<number, number>};

/** A host in memory: its processes by pid, each with the inodes of its sockets by descriptor. */
export type FakeHost = {
  readonly processes: Map<number, Process>;
  /** Its procfs at /proc. Only what owners need of it. */
  readonly files: Files;
};

const notThere = (path: string): Error => Object.assign(new Error(path), {code: 'ENOENT'});

export function createFakeHost(): FakeHost {
  const processes = new Map<number, Process>([[1, {start: 1, open: new Map()}]]);
  const of = (path: string): {readonly process: Process; readonly pid: number; readonly rest: string} => {
    const [, pid = '', rest = ''] = path.match(/^\/proc\/(\d+)\/?(.*)$/) ?? [];
    const process = processes.get(Number(pid));
    if (!process) throw notThere(path);
    return {process, pid: Number(pid), rest};
  };
  const list = (path: string): readonly string[] => {
    if (path === '/proc') return [...processes.keys()].map(String);
    return [...of(path).process.open.keys()].map(String);
  };
  const files: Files = {
    ...realFiles,
    list,
    names: path => list(path).values(),
    link: path => {
      if (path === '/proc/self/ns/pid') return 'pid:[4026531836]';
      const {process, rest} = of(path);
      const inode = process.open.get(Number(rest.slice('fd/'.length)));
      if (inode === undefined) throw notThere(path);
      return `socket:[${inode}]`;
    },
    linkBytes: path => {
      throw notThere(String(path));
    },
    read: path => {
      if (path === '/proc/stat') return Buffer.from('btime 1000\n');
      const {process, pid, rest} = of(path);
      const fields = [1, pid, pid, 0, -1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 20, 0, 1, 0, process.start];
      if (rest === 'stat') return Buffer.from(`${pid} (p) S ${fields.join(' ')} 0`);
      if (rest === 'cmdline') return Buffer.from(`started ${process.start}`);
      throw notThere(path);
    },
    size: path => {
      const pid = Number(path.match(/^\/proc\/(\d+)\/fd$/)?.[1] ?? (path === '/proc/self/fd' ? 1 : 0));
      return processes.get(pid)?.open.size ?? 0;
    },
    stat: path => {
      if (path !== '/proc') of(String(path));
      return {
        id: String(path),
        links: path === '/proc' ? processes.size : 1,
        mode: 0,
        uid: 0,
        size: 0,
        modifiedAt: 0n,
        changedAt: 0n,
      };
    },
    lstat: path => {
      throw notThere(String(path));
    },
  };
  return {processes, files};
}
