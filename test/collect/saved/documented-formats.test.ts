import assert from 'node:assert/strict';
import {test} from 'node:test';
import {fixture, readFixture, readText} from './helper.ts';

test('a tcp46 socket of macOS and FreeBSD takes IPv4 too', () => {
  const both = readFixture('macos-netstat-an.txt').sockets.filter(({v6only}) => v6only === false);
  assert.deepEqual(
    both.map(({local}) => local.port),
    [3283, 0],
  );
});

test('the sections of macOS that hold no internet sockets are counted by kind', () => {
  const {skipped} = readFixture('macos-netstat-an.txt');
  assert.deepEqual(skipped, {title: 5, multipath: 1, note: 1, unix: 2, kernel: 4});
});

test('a service name that netstat has cut is not guessed: the line is unread', () => {
  const {sockets, unread} = readFixture('openbsd-netstat-names.txt');
  assert.deepEqual(
    sockets.map(({local}) => local.port),
    [443, 22, 25, 514],
  );
  assert.deepEqual(
    unread.map(({line, text}) => [line, /domai \*/.test(text)]),
    [[6, true]],
  );
});

test('a list of processes in the same text names the process IDs of a table, and is none by itself', () => {
  const both = Buffer.concat([fixture('windows-ano.txt'), fixture('windows-tasklist.txt')]);
  const {sockets, unread, formats} = readText(both.toString());
  assert.deepEqual([unread, formats], [[], ['windows-netstat']]);
  const named = sockets.map(({owner}) => (owner.known ? owner.value[0]?.process.name : owner.why));
  assert.deepEqual([...new Set(named)], ['svchost', 'System', 'OneDrive Sync, Helper', 'closing', 'lsass', 'chrome']);
  assert.deepEqual(readFixture('windows-tasklist.txt').formats, []);
  assert.deepEqual(readFixture('macos-ps.txt').formats, []);
});
