import assert from 'node:assert/strict';
import {test} from 'node:test';
import {classifyNoise, sectionTitle} from '../../../source/collect/saved/noise-lines.ts';

test('prompts of shells are known, alone or before a command', () => {
  for (const line of [
    '$ netstat -a',
    '# ss -tunap',
    'root@web-01:~# ss -tlnp',
    '[root@host ~]# netstat -tunap',
    'mona@mac ~ % lsof -i',
    'mona@host:~$ sudo lsof -nP -i',
    'C:\\Users\\mona>netstat -ano',
    'PS C:\\> netstat -ano',
    '$ ',
  ]) {
    assert.equal(classifyNoise(line)?.what, 'prompt', line);
  }
});

test('a message of a tool beside its table is a note, and may be that root is needed', () => {
  const notes: readonly (readonly [string, boolean])[] = [
    ['(Not all processes could be identified, non-owned process info', true],
    [' will not be shown, you would have to be root to see it all.)', true],
    ['(No info could be read for "-p": geteuid()=1000 but you should be root.)', true],
    ["netstat: no support for `AF IPX' on this system.", false],
    ["lsof: WARNING: can't stat() fuse.portal file system /run/user/1000/doc", false],
    ['      Output information may be incomplete.', false],
    ['RTNETLINK answers: Invalid argument', false],
  ];
  for (const [line, needsRoot] of notes) assert.deepEqual(classifyNoise(line), {what: 'note', needsRoot}, line);
});

test('other words are no noise', () => {
  for (const line of ['tcp 0 0', 'hello', 'price: 5 $ only', '', 'garbage # ssx'])
    assert.equal(classifyNoise(line), null, line);
});

test('a title shows which rows follow', () => {
  assert.deepEqual(
    [
      'Active Internet connections (servers and established)',
      'Active Internet6 connections',
      'Aktive Verbindungen',
      'Active UNIX domain sockets (w/o servers)',
      'Active LOCAL (UNIX) domain sockets',
      'Aktive Sockets in der UNIX-Domäne (Nur Server)',
      'Registered kernel control modules',
      'Active Multipath Internet connections',
      'Activity',
    ].map(sectionTitle),
    ['internet', 'internet', 'internet', 'unix', 'unix', 'unix', 'kernel', 'multipath', null],
  );
});
