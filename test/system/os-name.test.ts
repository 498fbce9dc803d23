import assert from 'node:assert/strict';
import {release} from 'node:os';
import {test} from 'node:test';
import {osName, readOsName} from '../../source/system/os-name.ts';

const texts: readonly (readonly [text: string, name: string])[] = [
  ['PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nNAME="Debian GNU/Linux"\nVERSION_ID="12"\n', 'Debian GNU/Linux 12'],
  ['NAME=Fedora\nVERSION_ID=41\n', 'Fedora 41'],
  ['NAME="Arch Linux"\nID=arch\n', 'Arch Linux'],
  ["NAME='Alpine Linux'\r\nVERSION_ID=3.20.1\r\n", 'Alpine Linux 3.20.1'],
  ['NAME="Fedora 41"\nVERSION_ID=41', 'Fedora 41'],
  ['NAME="A \\"b\\" \\$c"', 'A "b" $c'],
  ['ID=other\n# NAME=none\n', 'Linux'],
  ['', 'Linux'],
  ['NAME="Bad\x1b[8m"', 'Bad\\x1b[8m'],
];

for (const [text, name] of texts) {
  test(`os-release: ${name}`, () => {
    assert.equal(osName(text), name);
  });
}

test('this system has a name, without os-release too', async () => {
  assert.notEqual(await readOsName(), '');
  assert.match(await readOsName(['/nonexistent']), new RegExp(release()));
});
