import assert from 'node:assert/strict';
import {test} from 'node:test';
import fc from 'fast-check';
import {draftOf, layeredMap} from '../../source/domain/layered-map.ts';
import {finish} from '../../source/domain/task.ts';

/** Values by key; null for a key that goes. */
const anyChanges = fc.array(fc.tuple(fc.nat(40), fc.option(fc.nat(9))), {maxLength: 12});

test('after any changes the map is as one that was copied, and the maps before are as they were', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.nat(40)), fc.array(anyChanges, {maxLength: 6}), (keys, polls) => {
      let plain = new Map(keys.map(key => [key, 0]));
      let layered = layeredMap<number, number>(new Map(plain));
      const all = [{plain, layered}];
      for (const changes of polls) {
        const draft = finish(draftOf(layered, changes.length));
        plain = new Map(plain);
        for (const [key, value] of changes) {
          if (value === null) draft.delete(key);
          else draft.set(key, value);
          if (value === null) plain.delete(key);
          else plain.set(key, value);
        }
        layered = draft.finish();
        all.push({plain, layered});
      }
      for (const each of all) {
        assert.deepEqual(new Map(each.layered.entries()), each.plain);
        for (let key = 0; key <= 40; key++) {
          assert.equal(each.layered.get(key), each.plain.get(key));
          assert.equal(each.layered.has(key), each.plain.has(key));
        }
      }
    }),
  );
});

test('a few changes copy a few entries', () => {
  const many = layeredMap(new Map(Array.from({length: 80_000}, (_, key) => [key, key])));
  const draft = finish(draftOf(many, 100));
  for (let key = 0; key < 100; key++) draft.set(key, 0);
  const next = draft.finish();
  assert.equal(next.layers.base, many.layers.base);
  assert.equal(next.layers.recent.size, 100);
});
