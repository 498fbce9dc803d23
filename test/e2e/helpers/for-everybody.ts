import {execFileSync} from 'node:child_process';
import {chmodSync, copyFileSync, cpSync, existsSync, mkdirSync, mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {cli, projectDirectory} from './built.ts';
import {asUser} from './host.ts';
import {portwatch} from './portwatch.ts';

/** How the built program is started by another user, who may not be able to read this directory: copies then. */
export function portwatchFor(uid: number): readonly string[] {
  return canRead(uid) ? portwatch : copies();
}

function canRead(uid: number): boolean {
  const [program = '', ...parameters] = [...asUser(uid), ...portwatch, '--version'];
  try {
    execFileSync(program, parameters, {stdio: 'ignore', cwd: '/'});
    return true;
  } catch {
    return false;
  }
}

function copies(): readonly string[] {
  const directory = mkdtempSync(join(tmpdir(), 'portwatch-for-everybody-'));
  process.once('exit', () => rmSync(directory, {recursive: true, force: true}));
  chmodSync(directory, 0o755);
  const node = join(directory, 'node');
  const copiedCli = join(directory, 'cli.js');
  copyFileSync(process.execPath, node);
  copyFileSync(cli, copiedCli);
  cpSync(join(dirname(cli), 'chunks'), join(directory, 'chunks'), {recursive: true});
  chmodSync(node, 0o755);
  chmodSync(copiedCli, 0o644);
  for (const library of ['koffi', '@koromix']) copyLibrary(library, directory);
  return [node, copiedCli];
}

/** What stays outside of the bundle; optional, so it may be absent. */
function copyLibrary(name: string, directory: string): void {
  const from = join(projectDirectory, 'node_modules', name);
  const to = join(directory, 'node_modules', name);
  if (!existsSync(from)) return;
  mkdirSync(dirname(to), {recursive: true});
  cpSync(from, to, {recursive: true, dereference: true});
}
