import assert from 'node:assert/strict';
import {test} from 'node:test';
import {isAskedFor, namesOf, networkOf, reservedNames} from '../../source/domain/netns.ts';
import {trusted} from '../../source/domain/text.ts';

const named = (name: string) => ({name: trusted(name), inode: 4_026_532_251});

test('a socket belongs to this host, or to a network namespace by its name', () => {
  assert.equal(networkOf(null), 'this host');
  assert.equal(networkOf(named('web')), 'network namespace web');
});

test('a namespace is asked for by its name and its inode, our own as `host`', () => {
  assert.deepEqual(namesOf(null), ['host']);
  assert.deepEqual(namesOf(named('web')), ['web', 'net:[4026532251]']);
});

test('a namespace whose name is reserved is asked for by its inode alone', () => {
  assert.deepEqual([...reservedNames], ['all', 'host']);
  for (const name of reservedNames) assert.deepEqual(namesOf(named(name)), ['net:[4026532251]']);
});

test('a name with hidden characters is asked for as it is, or as it is shown', () => {
  for (const typed of ['web\x1b[1m', 'web\\x1b[1m']) assert.ok(isAskedFor(named('web\x1b[1m'), typed));
  assert.ok(!isAskedFor(named('web'), 'web '));
});
