import assert from 'node:assert/strict';
import {test} from 'node:test';
import {directionReasons, directionWordsOf} from '../../source/domain/facts.ts';
import {thisHost} from '../../source/domain/netns.ts';
import {trusted} from '../../source/domain/text.ts';

test('the words of a direction name the namespace as it is called, whatever signs are in the name', () => {
  for (const name of ['web', "$&$'$1", thisHost]) {
    for (const reason of Object.keys(directionReasons) as (keyof typeof directionReasons)[]) {
      const words = directionWordsOf(reason, {name: trusted(name), inode: 7});
      const own = directionWordsOf(reason, null);
      const expected = own
        .split(`on ${thisHost}`)
        .join(`in ${thisHost}`)
        .split(thisHost)
        .join(`network namespace ${name}`);
      assert.equal(words, expected);
    }
  }
});
