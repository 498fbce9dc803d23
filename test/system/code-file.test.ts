import assert from 'node:assert/strict';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {type TestContext, test} from 'node:test';
import {noCode, readCode, writeCode} from '../../source/system/code-file.ts';

function open(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'portwatch-code-'));
  t.after(() => rmSync(folder, {recursive: true}));
  return join(folder, 'v0.code');
}

const bytes = (length: number): Uint8Array => Uint8Array.from({length}, (_, at) => at % 251);
const code = new Map([
  ['main.js', bytes(1001)],
  ['empty.js', bytes(0)],
  ['other.js', bytes(64)],
]);
const kept = {modes: ['once', 'json'], code};

test('what was written is read, for the same build', t => {
  const path = open(t);
  writeCode(path, 'build 1', kept);
  const {modes, code: read} = readCode(path, 'build 1');
  assert.deepEqual(modes, kept.modes);
  assert.deepEqual(
    [...read].map(([name, each]) => [name, Uint8Array.from(each)]),
    [...code],
  );
  for (const each of read.values()) assert.equal(each.byteOffset % 8, 0);
  assert.deepEqual(readCode(path, 'build 2'), noCode);
});

test('only this user may read the file, and it is replaced as a whole', t => {
  const path = open(t);
  writeCode(path, 'build 1', kept);
  assert.equal(statSync(path).mode & 0o777, 0o600);
  writeCode(path, 'build 2', {modes: [], code: new Map([['main.js', bytes(3)]])});
  assert.deepEqual([...readCode(path, 'build 2').code.keys()], ['main.js']);
  assert.deepEqual(readdirSync(join(path, '..')), ['v0.code']);
});

test('a file that is not whole has no code', t => {
  const path = open(t);
  assert.deepEqual(readCode(path, 'build 1'), noCode, 'no file');
  writeCode(path, 'build 1', kept);
  const whole = readFileSync(path);
  for (const length of [0, 1, 40, whole.indexOf('\n') + 1, whole.length - 1]) {
    truncateSync(path, length);
    assert.deepEqual(readCode(path, 'build 1'), noCode, `${length} bytes`);
    writeFileSync(path, whole);
  }
  for (const text of ['\n', '{}\n', 'null\n', '{"build":"build 1","modes":[],"parts":[["a",8]]}\n']) {
    writeFileSync(path, text);
    assert.deepEqual(readCode(path, 'build 1'), noCode, text);
  }
});

test('a file that cannot be written is left as it was', t => {
  const path = open(t);
  mkdirSync(path);
  writeCode(path, 'build 1', kept);
  assert.deepEqual(readdirSync(join(path, '..')), ['v0.code']);
  assert.deepEqual(readdirSync(path), []);
});
