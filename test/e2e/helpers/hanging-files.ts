import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {createInterface} from 'node:readline';
import type {TestContext} from 'node:test';
import {pathOf} from './needs.ts';

const scriptOf = (name: string): string => new URL(name, import.meta.url).pathname;

/** A file system of one file. */
export type HangingFiles = {
  readonly path: string;
  /** From now on it answers nobody. */
  readonly hang: () => Promise<void>;
};

/** A FUSE file system of an executable copy of another file. */
export const mountHangingFiles = (t: TestContext, source: string, name: string): Promise<HangingFiles> =>
  mount(t, 'hanging-files.py', [source, name], name);

/** A file system with a text, in a directory that is mounted when somebody asks for it (autofs(5)). */
export const mountAutomountedFiles = (t: TestContext, text: string, name: string): Promise<HangingFiles> =>
  mount(t, 'automounted-files.py', [name], `host/${name}`, `${JSON.stringify(text)}\n`);

/** Mounts one; it is unmounted, and whoever waits for it goes on, when the test ends, also when it fails. */
async function mount(
  t: TestContext,
  script: string,
  parameters: readonly string[],
  path: string,
  input = '',
): Promise<HangingFiles> {
  const directory = mkdtempSync(join(tmpdir(), 'portwatch-hanging-'));
  const child = spawn(pathOf('python3') ?? 'python3', [scriptOf(script), directory, ...parameters], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  child.stdin.write(input);
  t.after(async () => {
    child.stdin.end();
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    rmSync(directory, {recursive: true});
  });
  const answers = createInterface({input: child.stdout})[Symbol.asyncIterator]();
  const expect = async (word: string): Promise<void> => {
    const {value} = await answers.next();
    if (value !== word) throw new Error(`the file system says: ${value ?? 'nothing, it has ended'}`);
  };
  await expect('mounted');
  return {
    path: join(directory, path),
    hang: async () => {
      child.stdin.write('hang\n');
      await expect('hanging');
    },
  };
}

/** Why no file system in user space can be mounted here; false where one can be. */
export const lacksFuse = (): string | false => !knows('fuse') && 'needs FUSE';

/** Why no directory can be mounted here when it is asked for; false where one can be. */
export const lacksAutofs = (): string | false => !knows('autofs') && 'needs autofs';

const knows = (type: string): boolean => readFileSync('/proc/filesystems', 'latin1').split(/\s/).includes(type);
