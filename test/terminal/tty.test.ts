import assert from 'node:assert/strict';
import {test} from 'node:test';
import {takesUtf8} from '../../source/terminal/tty.ts';

const locales: readonly (readonly [env: NodeJS.ProcessEnv, takes: boolean])[] = [
  [{LANG: 'C.UTF-8'}, true],
  [{LANG: 'de_DE.utf8'}, true],
  [{LANG: 'C'}, false],
  [{}, false],
  [{LC_ALL: 'C', LANG: 'C.UTF-8'}, false],
  [{LC_ALL: '', LANG: 'C.UTF-8'}, true],
  [{LC_CTYPE: 'en_GB.UTF-8', LANG: 'C'}, true],
  [{LC_ALL: 'ja_JP.eucJP', LC_CTYPE: 'ja_JP.UTF-8'}, false],
];

for (const [env, takes] of locales) {
  test(`a terminal with the locale ${JSON.stringify(env)} takes ${takes ? '' : 'no '}UTF-8`, () => {
    assert.equal(takesUtf8(env), takes);
  });
}
