import assert from 'node:assert/strict';
import {test} from 'node:test';
import {redact} from '../../../source/cli/report/redact.ts';

const cases: readonly (readonly [message: string, redacted: string])[] = [
  ['sock_diag refuses tcp (EPERM)', 'sock_diag refuses tcp (EPERM)'],
  ['/proc/net/tcp cannot be read (EACCES)', '/proc/net/tcp cannot be read (EACCES)'],
  ["ENOENT: no such file or directory, open '/proc/812/net/tcp'", "ENOENT: no such file or directory, open '<path>'"],
  ["Cannot find package 'koffi' imported from /home/ann/x/cli.js", "Cannot find package 'koffi' imported from <path>"],
  ['koffi does not load (file:///home/ann/a b)', 'koffi does not load (<path> b)'],
  ['/etcetera/passwords and /usr/lib/libc.so.6', '<path> and /usr/lib/libc.so.6'],
  ['connect ECONNREFUSED 192.0.2.7:443', 'connect ECONNREFUSED <address>:443'],
  ['peer fe80::1 and [2001:db8::7]:22, or ::1', 'peer <address> and [<address>]:22, or <address>'],
  ['neither netstat nor ss is installed', 'neither netstat nor ss is installed'],
  ['a\x1b[2J /home/ann', 'a\\x1b[2J <path>'],
];

for (const [message, redacted] of cases) {
  test(`a report has "${redacted}"`, () => {
    assert.equal(redact(message), redacted);
  });
}
