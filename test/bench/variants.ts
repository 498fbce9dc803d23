import {mkdirSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {build} from 'esbuild';
import {allChanges, bundleOptions, type Changes, programOptions} from '../../source/build/options.ts';
import {directory, root} from './build.ts';
import {undoAtEnd} from './cleanup.ts';

/** A bundle with all changes to packages and globals but this one; `nothing` leaves none out. */
export type Variant = {readonly without: string; readonly path: string};

export const nothing = 'nothing';
/** Ids of all changes, that of the control at last. */
export const changeIds: readonly string[] = [...allChanges.patches, ...allChanges.standIns]
  .map(({id}) => id)
  .concat(nothing);

const changesWithout = (without: string): Changes => ({
  patches: allChanges.patches.filter(({id}) => id !== without),
  standIns: allChanges.standIns.filter(({id}) => id !== without),
});

// Of this process alone: a build that is replaced while it runs would not find its parts.
const builds = join(directory, `changes-${process.pid}`);
undoAtEnd(() => rmSync(builds, {recursive: true, force: true}));

function folderOf(without: string): string {
  const folder = join(builds, without);
  mkdirSync(folder, {recursive: true});
  writeFileSync(join(folder, 'package.json'), '{"type": "module"}');
  return folder;
}

/** Bundles the frames of `entry-frames.tsx`. */
export async function framesWithout(without: string): Promise<Variant> {
  const path = join(folderOf(without), 'frames.mjs');
  const entry = join(root, 'test/bench/entry-frames.tsx');
  await build({...bundleOptions(changesWithout(without)), entryPoints: [entry], outfile: path, logLevel: 'error'});
  return {without, path};
}

/** Builds the program. */
export async function programWithout(without: string): Promise<Variant> {
  const folder = folderOf(without);
  await build({...programOptions(folder, changesWithout(without)), absWorkingDir: root});
  return {without, path: join(folder, 'cli.js')};
}
