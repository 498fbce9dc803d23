import {mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import type {TestContext} from 'node:test';
import {type Files, orFailure, realFiles} from '../../../source/linux/proc-files.ts';

export type FakeProcess = {
  readonly pid: number;
  readonly name?: string;
  readonly startTicks?: number;
  readonly state?: string;
  readonly flags?: number;
  readonly threads?: number;
  /** Descriptor → link text. */
  readonly descriptors?: Readonly<Record<number, string>>;
  readonly command?: string;
  readonly uid?: number;
  readonly exe?: string;
  /** Directories beside the pid's own, as `task/8`. */
  readonly at?: string;
};

/**
 * A directory that looks like a procfs of the initial PID namespace, of a host booted at 1,000,000 s; removed after the
 * test.
 */
export type FakeProc = {
  readonly root: string;
  add(process: FakeProcess): void;
  remove(pid: number): void;
  write(path: string, text: string): void;
};

export function createFakeProc(context: TestContext): FakeProc {
  const root = mkdtempSync(join(tmpdir(), 'portwatch-proc-'));
  context.after(() => rmSync(root, {recursive: true, force: true}));
  const write = (path: string, text: string): void => {
    mkdirSync(join(root, path, '..'), {recursive: true});
    writeFileSync(join(root, path), text, 'latin1');
  };
  const remove = (pid: number): void => rmSync(join(root, String(pid)), {recursive: true, force: true});
  const add = ({pid, at = '', ...process}: FakeProcess): void => {
    const base = join(String(pid), at);
    rmSync(join(root, base), {recursive: true, force: true});
    const {name = 'test', state = 'S', flags = 0, threads = 1, startTicks = 500} = process;
    const middle = [pid, pid, 0, -1, flags, 0, 0, 0, 0, 0, 0, 0, 0, 20, 0, threads, 0, startTicks];
    write(`${base}/stat`, `${pid} (${name}) ${state} 1 ${middle.join(' ')} 0 0\n`);
    write(`${base}/status`, `Name:\t${name}\nUid:\t7\t${process.uid ?? 0}\t7\t7\n`);
    write(`${base}/cmdline`, process.command ?? '');
    mkdirSync(join(root, base, 'fd'), {recursive: true});
    for (const [descriptor, target] of Object.entries(process.descriptors ?? {})) {
      symlinkSync(target, join(root, base, 'fd', descriptor));
    }
    symlinkSync(process.exe ?? '/nonexistent/program', join(root, base, 'exe'));
    symlinkSync('/', join(root, base, 'root'));
  };
  write('stat', 'cpu 1 2 3\nbtime 1000000\n');
  write('self/mounts', `proc ${root} proc rw,relatime 0 0\n`);
  mkdirSync(join(root, 'self/ns'), {recursive: true});
  symlinkSync('pid:[4026531836]', join(root, 'self/ns/pid'));
  mkdirSync(join(root, 'self/fd'));
  symlinkSync('/dev/null', join(root, 'self/fd/0'));
  add({pid: 1, name: 'init'});
  return {root, add, remove, write};
}

// As the kernel does since Linux 6.2.
const sizeOfProc = (path: string): number => {
  const names = orFailure(() => realFiles.list(path));
  return typeof names === 'string' ? 0 : names.length;
};

const refusal = (): Error => Object.assign(new Error('EACCES'), {code: 'EACCES'});

/** The real calls, except that `before` hears of each and may throw. */
export function watchFiles(before: (call: keyof Files, path: string) => void): Files {
  const watched =
    <P extends string | Buffer, T>(call: keyof Files, real: (path: P) => T) =>
    (path: P): T => {
      before(call, String(path));
      return real(path);
    };
  return {
    list: watched('list', realFiles.list),
    names: watched('names', realFiles.names),
    link: watched('link', realFiles.link),
    linkBytes: watched('linkBytes', realFiles.linkBytes),
    read: (path, limit) => watched('read', (text: string) => realFiles.read(text, limit))(path),
    size: path => {
      const size = orFailure(() => ({of: watched('size', sizeOfProc)(path)}));
      return typeof size === 'string' ? 0 : size.of;
    },
    stat: watched('stat', realFiles.stat),
    lstat: watched('lstat', realFiles.lstat),
  };
}

/** Files of which those that the pattern matches may not be read. */
export const refusing = (pattern: RegExp): Files =>
  watchFiles((_call, path) => {
    if (pattern.test(path)) throw refusal();
  });
