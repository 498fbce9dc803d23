import assert from 'node:assert/strict';
import {test} from 'node:test';
import {pagerEnvironment} from '../../source/terminal/pager-environment.ts';

const env = {PATH: '/bin', LESS: '-R', LESSOPEN: '||-touch /owned', LESSCLOSE: 'x', LESSKEY: 'y', LESSKEYIN: 'z'};

test('the pager of root runs no command that another user may have named, and none from its keys', () => {
  assert.deepEqual(pagerEnvironment(env, true), {PATH: '/bin', LESS: '-R', LESSSECURE: '1', LESSSECURE_ALLOW: 'stop'});
});

test("everybody else's pager has the environment as it is", () => {
  assert.equal(pagerEnvironment(env, false), env);
});
