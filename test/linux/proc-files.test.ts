import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {test} from 'node:test';
import {realFiles} from '../../source/linux/proc-files.ts';

test('a FIFO that nobody writes to is read at once', t => {
  const directory = mkdtempSync(join(tmpdir(), 'portwatch-fifo-'));
  t.after(() => rmSync(directory, {recursive: true}));
  const path = join(directory, 'fifo');
  execFileSync('mkfifo', [path]);
  assert.equal(realFiles.read(path, 10).length, 0);
});
