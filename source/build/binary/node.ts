import {execFileSync} from 'node:child_process';
import {existsSync, mkdirSync, renameSync} from 'node:fs';
import {join, resolve} from 'node:path';

/** Milliseconds that npm may take. */
const patience = 240_000;

/**
 * Path of a Node of this version, or of the latest version that begins with it, for this kind of machine. npm installs
 * it from the registry, once after every `npm ci`.
 */
export function fetchNode(version: string): string {
  const name = `node-${process.platform}-${process.arch}`;
  const folder = resolve('node_modules/.cache/portwatch', `${name}-${version}`);
  if (!existsSync(folder)) {
    // The folder appears only when it is complete, even if the build is ended early.
    const begun = `${folder}-${process.pid}`;
    mkdirSync(begun, {recursive: true});
    const parameters = ['install', '--prefix', begun, '--no-save', '--no-package-lock', `${name}@${version}`];
    const env = outsideOfNpm(process.env);
    execFileSync('npm', parameters, {stdio: ['ignore', 'ignore', 'pipe'], env, timeout: patience});
    renameSync(begun, folder);
  }
  return join(folder, 'node_modules', name, 'bin/node');
}

/**
 * Variables that a script of npm hands on would make a second npm use the project's settings. The registry's address
 * stays.
 */
export const outsideOfNpm = (env: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  Object.fromEntries(
    Object.entries(env).filter(
      ([name]) => !/^npm_/i.test(name) || /^npm_config_(registry|cache|userconfig)$/i.test(name),
    ),
  );
