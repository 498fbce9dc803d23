import assert from 'node:assert/strict';
import {test} from 'node:test';
import {isAboveItsUser, ownStatus} from '../../source/system/own-status.ts';

test('a user with capabilities runs nothing that the same user without them could have put there', () => {
  const status = (capabilities: string): string => `Name:\tnode\nCapEff:\t${capabilities}\nCapAmb:\t0000000000000000\n`;
  assert.equal(isAboveItsUser(status('0000000000080004'), 1000), true);
  assert.equal(isAboveItsUser(status('0000000000000000'), 1000), false);
  assert.equal(isAboveItsUser(status('000001ffffffffff'), 0), false, 'root is above everybody');
  assert.equal(isAboveItsUser('', 1000), false, 'no capabilities on other systems');
  assert.match(ownStatus(), process.platform === 'linux' ? /^CapEff:/m : /^$/);
});
