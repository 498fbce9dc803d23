import {release, type} from 'node:os';
import process, {stdout} from 'node:process';
import {isSea} from 'node:sea';
import type {Command} from './options.ts';
import {version} from './version.ts';

/** Facts of a run that name nobody: versions, options without their values, size of the terminal. */
export const runtimeFacts = ({mode, given}: Pick<Command, 'mode' | 'given'>) => ({
  portwatch: version,
  isSingleExecutable: isSea(),
  node: process.versions.node,
  v8: process.versions.v8,
  system: type(),
  release: release(),
  architecture: process.arch,
  isRoot: process.geteuid?.() === 0,
  mode,
  options: given,
  /** Null where standard output is no terminal. */
  size: stdout.isTTY ? {columns: stdout.columns, rows: stdout.rows} : null,
});

export type RuntimeFacts = ReturnType<typeof runtimeFacts>;
