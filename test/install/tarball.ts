import {execFileSync} from 'node:child_process';
import {mkdirSync, mkdtempSync, realpathSync, symlinkSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {outsideOfNpm} from '../../source/build/binary/node.ts';
import {cli, projectDirectory} from '../e2e/helpers/built.ts';
import {pathOf} from '../e2e/helpers/needs.ts';

/** Milliseconds that npm may take. */
const patience = 240_000;

export type Tarball = {
  readonly path: string;
  /** Bytes of all files, unpacked. */
  readonly unpackedSize: number;
  readonly files: readonly {readonly path: string; readonly size: number}[];
};

/** What `npm pack` makes of the project, in this folder; builds it first where it is out of date. */
export function pack(folder: string): Tarball {
  const isBuilt = cli === join(projectDirectory, 'dist/cli.js');
  const parameters = ['pack', '--json', '--pack-destination', folder, ...(isBuilt ? ['--ignore-scripts'] : [])];
  const options = {
    cwd: projectDirectory,
    encoding: 'utf8',
    env: outsideOfNpm(process.env),
    stdio: 'pipe',
    timeout: patience,
  } as const;
  const [packed] = Object.values(JSON.parse(execFileSync('npm', parameters, options))) as (Omit<Tarball, 'path'> & {
    readonly filename: string;
  })[];
  if (!packed) throw new Error('npm packed nothing');
  return {...packed, path: join(folder, packed.filename)};
}

/**
 * A new folder, with a folder of commands in it that holds Node, npm and sh(1): no compiler, no tool of this project.
 */
export function emptyMachine(node: string): {readonly folder: string; readonly env: NodeJS.ProcessEnv} {
  const folder = mkdtempSync(join(tmpdir(), 'portwatch-install-'));
  const commands = join(folder, 'commands');
  mkdirSync(commands);
  symlinkSync(node, join(commands, 'node'));
  for (const tool of ['npm', 'npx', 'sh']) symlinkSync(realpathSync(pathOf(tool) ?? tool), join(commands, tool));
  return {folder, env: {...outsideOfNpm(process.env), PATH: commands}};
}

/** Installs the tarball for all users, in a prefix of its own, with a Node's npm; the command that was installed. */
export function installGlobally(tarball: string, {folder, env}: ReturnType<typeof emptyMachine>): string {
  const prefix = join(folder, 'prefix');
  const parameters = [
    'install',
    '--global',
    '--prefix',
    prefix,
    '--prefer-offline',
    '--no-audit',
    '--no-fund',
    tarball,
  ];
  execFileSync(join(folder, 'commands/npm'), parameters, {
    cwd: dirname(tarball),
    env,
    stdio: 'pipe',
    timeout: patience,
  });
  return join(prefix, 'bin/portwatch');
}
