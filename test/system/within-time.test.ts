import assert from 'node:assert/strict';
import {test} from 'node:test';
import {withinTime} from '../../source/system/within-time.ts';

test('work that is done in time gives its result or its failure', async () => {
  assert.equal(await withinTime(Promise.resolve(7), 1_000), 7);
  await assert.rejects(withinTime(Promise.reject(new Error('broken')), 1_000), /broken/);
});

test('work that takes too long is given up', async () => {
  await assert.rejects(withinTime(new Promise(() => {}), 1), /no answer within/);
});
