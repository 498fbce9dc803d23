import {execFileSync} from 'node:child_process';
import {mkdtempSync, readdirSync, rmSync, statSync, symlinkSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';

export const projectDirectory = fileURLToPath(new URL('../../..', import.meta.url));

/** The built program: `dist/cli.js` where it is newer than every source, else one built for this run alone. */
export const cli = isFresh(join(projectDirectory, 'dist/cli.js'))
  ? join(projectDirectory, 'dist/cli.js')
  : buildForThisRun();

function isFresh(built: string): boolean {
  const at = modified(built);
  const sources = readdirSync(join(projectDirectory, 'source'), {recursive: true, encoding: 'utf8'})
    .filter(name => /\.tsx?$/.test(name))
    .map(name => join(projectDirectory, 'source', name));
  return [...sources, join(projectDirectory, 'package.json')].every(source => modified(source) <= at);
}

function modified(path: string): number {
  return statSync(path, {throwIfNoEntry: false})?.mtimeMs ?? 0;
}

function buildForThisRun(): string {
  const directory = mkdtempSync(join(tmpdir(), 'portwatch-built-'));
  process.once('exit', () => rmSync(directory, {recursive: true, force: true}));
  // koffi stays outside of the bundle and is looked for from there.
  symlinkSync(join(projectDirectory, 'node_modules'), join(directory, 'node_modules'));
  const built = join(directory, 'cli.js');
  execFileSync(process.execPath, ['source/build/bundle.ts', built], {cwd: projectDirectory, stdio: 'pipe'});
  return built;
}
