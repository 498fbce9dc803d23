import {mkdtempSync, realpathSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import type {TestContext} from 'node:test';
import {checks} from './blocks.ts';

export const options = {euid: process.geteuid?.() ?? null, checks};

/** An empty directory that nobody else may change, until the test ends. */
export function ownDirectory(t: TestContext): string {
  const directory = realpathSync(mkdtempSync(join(tmpdir(), 'portwatch-baseline-')));
  t.after(() => rmSync(directory, {recursive: true, force: true}));
  return directory;
}

/** A file of this text in a directory of its own. */
export function fileWith(t: TestContext, text: string | Uint8Array): string {
  const path = join(ownDirectory(t), 'baseline.toml');
  writeFileSync(path, text, {mode: 0o600});
  return path;
}

export const ssh = '[[listener]]\nproto = "tcp"\nport = 22\n';
