import assert from 'node:assert/strict';
import {readdirSync} from 'node:fs';
import {test} from 'node:test';
import {errorCode} from '../../source/domain/error-code.ts';

test('an error of a system call has its code, and nothing else has one', () => {
  assert.throws(
    () => readdirSync('/nonexistent'),
    error => errorCode(error) === 'ENOENT',
  );
  assert.equal(errorCode(new Error('ENOENT')), null);
  assert.equal(errorCode({code: 'ENOENT'}), null);
  assert.equal(errorCode('ENOENT'), null);
  assert.equal(errorCode(undefined), null);
});
