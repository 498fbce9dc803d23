import {execFileSync, spawnSync} from 'node:child_process';
import {copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join, resolve} from 'node:path';
import {arch, argv, platform, stdout} from 'node:process';
import {build} from 'esbuild';
import {bundleOptions, minified} from '../options.ts';
import {licences} from './licences.ts';
import {fetchNode} from './node.ts';

/** The version of Node in the executable: from 26 on, Node makes single executables itself, and of ES modules. */
const nodeVersion = '26.10.0';

if (platform !== 'linux') throw new Error('the single executable is made on Linux, for Linux');

/**
 * Makes `dist/binary/portwatch`, or the file that the argument names: one executable for a machine of this kind without
 * Node. It holds Node, the program and koffi's native part; the licences are written beside it.
 */
const output = resolve(argv[2] ?? 'dist/binary/portwatch');
const folder = mkdtempSync(join(tmpdir(), 'portwatch-binary-'));
const script = join(folder, 'cli.mjs');
const executable = join(folder, 'node');
const koffi = `node_modules/@koromix/koffi-linux-${arch}/linux_${arch}/koffi.node`;

try {
  await build({
    ...bundleOptions(),
    ...minified,
    sourcemap: false,
    entryPoints: ['source/entry.ts'],
    outfile: script,
    target: 'node26',
    external: [],
    alias: {koffi: resolve('source/build/binary/koffi.ts')},
  });
  const node = fetchNode(nodeVersion);
  copyFileSync(node, executable);
  // Names of Node's own functions are a fifth of the file; without binutils they stay.
  spawnSync('strip', [executable]);
  mkdirSync(dirname(output), {recursive: true});
  const configuration = {
    main: script,
    mainFormat: 'module',
    executable,
    output,
    disableExperimentalSEAWarning: true,
    useCodeCache: true,
    // NODE_OPTIONS of a machine are for its Node, not for this program.
    execArgvExtension: 'none',
    assets: existsSync(koffi) ? {'koffi.node': resolve(koffi)} : {},
  };
  writeFileSync(join(folder, 'sea.json'), JSON.stringify(configuration));
  execFileSync(executable, ['--build-sea', join(folder, 'sea.json')], {stdio: ['ignore', 'ignore', 'inherit']});
  writeFileSync(join(dirname(output), 'licences.txt'), licences(join(node, '../..')));
  stdout.write(`${output}: ${Math.round(statSync(output).size / 1e6)} MB\n`);
  if (!existsSync(koffi)) stdout.write('without koffi for this system: it will read /proc/net\n');
} finally {
  rmSync(folder, {recursive: true});
}
