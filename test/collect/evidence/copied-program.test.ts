import assert from 'node:assert/strict';
import {test} from 'node:test';
import {buildIdIn, createCopyFinder} from '../../../source/collect/evidence/copied-program.ts';
import {known, unknown} from '../../../source/domain/known.ts';
import {isTelling} from '../../../source/judge/program-kinds.ts';
import {type Files, realFiles} from '../../../source/linux/proc-files.ts';

const elf = (id: string): Buffer =>
  Buffer.concat([
    Buffer.from('\x7fELF\x02', 'latin1'),
    Buffer.alloc(40),
    Buffer.from([4, 0, 0, 0, id.length / 2, 0, 0, 0, 3, 0, 0, 0]),
    Buffer.from('GNU\0'),
    Buffer.from(id, 'hex'),
    Buffer.from('code'),
  ]);

const bash = 'ba'.repeat(20);
const netcat = 'c0'.repeat(20);
const python = 'd0'.repeat(16);

const contents: Readonly<Record<string, Buffer>> = {
  '/usr/bin/bash': elf(bash),
  '/usr/bin/sh': elf(bash),
  '/usr/bin/nc.openbsd': elf(netcat),
  '/usr/bin/python3.11': elf(python),
  '/usr/bin/curl': elf('ee'.repeat(20)),
  '/usr/bin/vim': elf('f0'.repeat(20)),
  '/proc/6/exe': elf('f0'.repeat(20)),
  '/proc/1/exe': elf(bash),
  '/proc/2/exe': Buffer.concat([elf(netcat), Buffer.from('appended')]),
  '/proc/3/exe': elf('ee'.repeat(20)),
  '/proc/4/exe': Buffer.from('no program'),
  '/proc/5/exe': elf(python),
};

const links: Readonly<Record<string, string>> = {
  '/usr/bin/sh': 'bash',
  '/usr/bin/vim': '/etc/alternatives/vim',
  '/etc/alternatives/vim': '/usr/bin/vim.basic',
};

const missing = (): never => {
  throw Object.assign(new Error(), {code: 'ENOENT'});
};

const files: Files = {
  ...realFiles,
  list: path => (path === '/usr/bin' ? ['bash', 'curl', 'nc.openbsd', 'python3.11', 'sh', 'vim'] : missing()),
  read: path => contents[path] ?? missing(),
  link: path => links[path] ?? missing(),
};

test('a build ID is read from the note of an executable, and from nothing else', () => {
  assert.equal(buildIdIn(elf(bash)), bash);
  assert.equal(buildIdIn(elf(python)), python);
  assert.equal(buildIdIn(Buffer.from('#!/bin/sh')), null);
  assert.equal(buildIdIn(elf(bash).subarray(1)), null);
});

const cases = [
  ['/proc/1', 'updater', known('bash')],
  ['/proc/1', 'sh', known(null)],
  ['/proc/2', 'sshd', known('nc.openbsd')],
  ['/proc/3', 'fetch', known(null)],
  ['/proc/4', 'x', known(null)],
  ['/proc/5', 'python', known(null)],
  ['/proc/6', 'vim.basic', known(null)],
  ['/proc/6', 'edit', known('vim')],
  ['/proc/9', 'x', unknown('exited')],
] as const;

for (const [base, name, copy] of cases) {
  test(`${base}/exe, named ${name}, is a copy of ${copy.known ? copy.value : copy.why}`, () => {
    assert.deepEqual(createCopyFinder(files, isTelling)(base, name, 'refused'), copy);
  });
}
