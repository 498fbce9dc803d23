import assert from 'node:assert/strict';
import {existsSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import type {TestContext} from 'node:test';
import {pathOf} from './needs.ts';

/** A tool of the system that writes to the terminal where it can, and then never answers. */
export type StuckTool = {
  /** What to put before a command line so that it finds this tool in place of the system's. */
  readonly within: readonly string[];
  /** Whether it was started. */
  readonly runs: () => boolean;
  /** That nothing it wrote is in what went to a terminal. */
  readonly assertSilent: (written: string) => void;
};

const word = 'spoilt';

export function openStuckTool(t: TestContext, name: string): StuckTool {
  const directory = mkdtempSync(join(tmpdir(), 'portwatch-stuck-'));
  t.after(() => rmSync(directory, {recursive: true}));
  const [tool, started] = [join(directory, name), join(directory, 'started')];
  const script = `#!/bin/sh
echo ${word} > /dev/tty
echo ${word} >&2
trap '' HUP TERM INT
: > ${started}
while :; do sleep 1; done
`;
  writeFileSync(tool, script, {mode: 0o755});
  return {
    within: [
      'unshare',
      '--mount',
      'sh',
      '-c',
      'mount --bind "$0" "$1" && shift && exec "$@"',
      tool,
      pathOf(name) ?? name,
    ],
    runs: () => existsSync(started),
    assertSilent: written => assert.ok(!written.includes(word), 'a child wrote to the terminal'),
  };
}
