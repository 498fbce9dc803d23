import assert from 'node:assert/strict';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {test} from 'node:test';
import {createUsers, parsePasswd} from '../../../source/collect/owners/users.ts';

test('the first name of a uid counts, and lines that are none are passed over', () => {
  const text = 'root:x:0:0::/root:/bin/sh\ntoor:x:0:0::/:/bin/sh\n+::::::\nx:y\n\nwww:x:33:33::/:/bin/false\n';
  assert.deepEqual(
    [...parsePasswd(text)],
    [
      [0, 'root'],
      [33, 'www'],
    ],
  );
});

test('a uid without a name is its number, and the file is read again when it changed', context => {
  const directory = mkdtempSync(join(tmpdir(), 'portwatch-users-'));
  context.after(() => rmSync(directory, {recursive: true}));
  const path = join(directory, 'passwd');
  writeFileSync(path, 'alice:x:1000:1000::/:/bin/sh\n');
  const users = createUsers(path);
  assert.deepEqual([users.name(1000), users.name(1001)], ['alice', '1001']);
  writeFileSync(path, 'alice:x:1000:1000::/:/bin/sh\nbob:x:1001:1001::/:/bin/sh\n');
  users.refresh();
  assert.equal(users.name(1001), 'bob');
  rmSync(path);
  users.refresh();
  assert.equal(users.name(1000), '1000');
});
