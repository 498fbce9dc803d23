import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {test} from 'node:test';
import fc from 'fast-check';
import {decodeArguments, decodeLink, decodeStat, startTime} from '../../source/inspect/proc-decode.ts';
import {reasonOf} from '../../source/inspect/proc-read.ts';

const tail = 'S 4242 8463 8463 0 -1 4194560 1065 0 0 0 3 1 0 0 20 0 1 0 88125 15400960 2405 18446744073709551615';
const stat = (name: string): Buffer => Buffer.from(`8463 (${name}) ${tail}\n`);

test('name, parent and start are read from a stat line', () => {
  assert.deepEqual(decodeStat(stat('sshd')), {name: 'sshd', parent: 4242, startTicks: 88125});
});

test('no name can forge a parent', () => {
  for (const name of ['x) Z 1 1', 'a) S 1', ')', '(', 'a b) R 7 (']) assert.equal(decodeStat(stat(name))?.parent, 4242);
  assert.equal(decodeStat(stat('x) Z 1 1'))?.name, 'x) Z 1 1');
  fc.assert(fc.property(fc.string({maxLength: 15}), name => decodeStat(stat(name))?.parent === 4242));
});

test('this process decodes to itself', () => {
  const own = decodeStat(readFileSync('/proc/self/stat'));
  assert.equal(own?.parent, process.ppid);
  const startedAt = startTime(own?.startTicks ?? 0, readFileSync('/proc/stat')) ?? 0;
  const expected = Date.now() - process.uptime() * 1000;
  assert.ok(Math.abs(startedAt - expected) < 5000, `${startedAt} is about ${expected}`);
});

test('what is no stat line is null', () => {
  for (const text of ['', '12', '12 (a', '12 )a(', '12 (a) S', '12 (a) S x']) {
    assert.equal(decodeStat(Buffer.from(text)), null);
  }
});

test('a boot time that is missing gives no start', () => {
  assert.equal(startTime(100, Buffer.from('cpu 1 2\nbtime 1000\n')), 1_001_000);
  assert.equal(startTime(100, Buffer.from('cpu 1 2\n')), null);
});

test('arguments are joined by spaces and cleaned', () => {
  assert.equal(decodeArguments(Buffer.from('sshd\0-D\0\0')), 'sshd -D');
  assert.equal(decodeArguments(Buffer.from('a\0\x1b[2J\0')), 'a \\x1b[2J');
  assert.equal(decodeArguments(Buffer.from('')), '');
});

test('a deleted link loses the mark of the kernel, and says so', () => {
  assert.deepEqual(decodeLink(Buffer.from('/tmp/a (deleted)')), {path: '/tmp/a', deleted: true});
  assert.deepEqual(decodeLink(Buffer.from('/tmp/a (deleted) b')), {path: '/tmp/a (deleted) b', deleted: false});
});

test('each error of /proc has its reason', () => {
  assert.equal(reasonOf('ENOENT', true), 'exited');
  assert.equal(reasonOf('ESRCH', false), 'exited');
  assert.equal(reasonOf('EACCES', false), 'needs-root');
  assert.equal(reasonOf('EPERM', true), 'refused');
  assert.equal(reasonOf('EIO', true), 'not-collected');
});
