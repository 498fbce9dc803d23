import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {createInterface} from 'node:readline';
import type {TestContext} from 'node:test';
import {pathOf} from './needs.ts';

const script = new URL('hanging-files.py', import.meta.url).pathname;

/** A FUSE file system of one file, an executable copy of another. */
export type HangingFiles = {
  readonly path: string;
  /** From now on it answers nobody. */
  readonly hang: () => Promise<void>;
};

/** Mounts one; it is unmounted, and whoever waits for it goes on, when the test ends, also when it fails. */
export async function mountHangingFiles(t: TestContext, source: string, name: string): Promise<HangingFiles> {
  const directory = mkdtempSync(join(tmpdir(), 'portwatch-fuse-'));
  const child = spawn(pathOf('python3') ?? 'python3', [script, directory, source, name], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
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
    path: join(directory, name),
    hang: async () => {
      child.stdin.write('hang\n');
      await expect('hanging');
    },
  };
}

/** Why no file system in user space can be mounted here; false where one can be. */
export function lacksFuse(): string | false {
  const known = readFileSync('/proc/filesystems', 'latin1');
  return !/\tfuse$/m.test(known) && 'needs FUSE';
}
