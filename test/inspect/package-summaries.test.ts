import assert from 'node:assert/strict';
import {test} from 'node:test';
import {summaries, whatisIn} from '../../source/inspect/package-summaries.ts';

// Outputs of dpkg 1.21, rpm 4.18 and pacman 6.0 as they were printed; that of apk follows apk-tools' own test suite.
for (const [manager, output, text] of [
  ['dpkg', 'secure shell (SSH) server\n', 'secure shell (SSH) server'],
  ['rpm', 'Prints a greeting\n', 'Prints a greeting'],
  ['apk', 'apk-tools-2.14.6-r3 description:\nAlpine Package Keeper\n\n', 'Alpine Package Keeper'],
  ['pacman', 'Name            : hello\nDescription     : Prints a greeting\n', 'Prints a greeting'],
] as const) {
  test(`${manager} describes a package`, () => {
    assert.equal(summaries[manager]?.textIn(output), text);
    assert.equal(summaries[manager]?.textIn(''), null);
    assert.equal(summaries[manager]?.parameters('hello').at(-1), 'hello');
  });
}

test('whatis: a page of section 8, else 1, of exactly this name', () => {
  assert.equal(whatisIn('lsof (8)             - list open files\n', 'lsof'), 'list open files');
  assert.equal(whatisIn('a (1) - a tool\na (8) - a daemon\na (5) - a file\n', 'a'), 'a daemon');
  assert.equal(whatisIn('a (5) - a file\nab (8) - another\n', 'a'), null);
  assert.equal(whatisIn('sshd: nothing appropriate.\n', 'sshd'), null);
});
