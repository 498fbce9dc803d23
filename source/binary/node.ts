import {execFileSync} from 'node:child_process';
import {existsSync} from 'node:fs';
import {join} from 'node:path';

/** The Node that is in the executable: from 26 on, Node makes single executables itself, and of ES modules. */
const version = '26.10.0';

/** Path of that Node for this system, fetched from the npm registry once after every `npm ci`. */
export function nodeForBinary(): string {
  const system = process.platform === 'win32' ? 'win' : process.platform;
  const name = `node-${system}-${process.arch}`;
  const folder = join('node_modules/.cache', `${name}-${version}`);
  const node = join(folder, 'node_modules', name, 'bin/node');
  if (!existsSync(node)) {
    const parameters = ['install', '--prefix', folder, '--no-save', '--no-package-lock', `${name}@${version}`];
    execFileSync('npm', parameters, {stdio: ['ignore', 'ignore', 'inherit']});
  }
  return node;
}
