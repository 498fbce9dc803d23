import {spawnSync} from 'node:child_process';
import {fetchNode} from '../../source/build/binary/node.ts';

/** A Node to try: what to call it, and how to get its path. */
export type Node = {readonly name: string; readonly path: () => string};

const fetched = (version: string): Node => ({name: `Node ${version}`, path: () => fetchNode(version)});
const here = (path: string): Node => ({name: `Node ${versionOf(path)}`, path: () => path});

/** With ALL_NODES=1, as `npm run test:nodes` sets it, Nodes of every kind; else those that are on this machine. */
export const all = process.env.ALL_NODES === '1';

export const supported: readonly Node[] = all ? ['22', '24', '26'].map(fetched) : [here(process.execPath)];

/** Too old; none may be on this machine. */
export const old: readonly Node[] = all
  ? ['20', '18', '16', '14', '12.22'].map(fetched)
  : systemNodes()
      .filter(path => Number(versionOf(path).split('.')[0]) < 22)
      .map(here);

function versionOf(path: string): string {
  return spawnSync(path, ['--version'], {encoding: 'utf8'}).stdout?.trim().replace(/^v/, '') ?? '';
}

function systemNodes(): readonly string[] {
  return ['/usr/bin/node', '/usr/local/bin/node'].filter(path => versionOf(path) !== '');
}
