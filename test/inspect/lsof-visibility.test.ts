import assert from 'node:assert/strict';
import {test} from 'node:test';
import {known, unknown} from '../../source/domain/known.ts';
import {canSeeHolders, seesEveryProcess} from '../../source/inspect/lsof-visibility.ts';
import {holder} from './sample.ts';

const status = (capabilities: string): string => `Name:\tnode\nCapPrm:\t000001ffffffffff\nCapEff:\t${capabilities}\n`;

test('root with every capability sees every process', () => {
  assert.equal(seesEveryProcess(status('000001ffffffffff')), true);
});

test("a container's root, without CAP_SYS_PTRACE, does not", () => {
  // The default set of Docker and Podman.
  assert.equal(seesEveryProcess(status('00000000a80425fb')), false);
});

test('CAP_SYS_PTRACE alone does not open the directories', () => {
  assert.equal(seesEveryProcess(status('0000000000080000')), false);
  assert.equal(seesEveryProcess(status('0000000000080004')), true);
});

test('ambient capabilities are not the ones that the program alone has', () => {
  const both = `${status('0000000000080004')}CapBnd:\t000001ffffffffff\nCapAmb:\t0000000000000000\n`;
  assert.equal(seesEveryProcess(both), true);
  assert.equal(seesEveryProcess(both, 'CapAmb'), false);
  assert.equal(seesEveryProcess(both.replace(/0+\n$/, '0000000000080004\n'), 'CapAmb'), true);
});

test('a status without capabilities sees nothing', () => assert.equal(seesEveryProcess('Name:\tnode\n'), false));

test('without capabilities only holders of this user can be seen', () => {
  const mine = holder(1, 'a', {uid: 1000});
  const theirs = holder(2, 'b', {uid: 33});
  assert.equal(canSeeHolders(known([mine]), false, 1000), true);
  assert.equal(canSeeHolders(known([mine, theirs]), false, 1000), false);
  assert.equal(canSeeHolders(known([mine, theirs]), true, 1000), true);
  assert.equal(canSeeHolders(known([]), false, 1000), false);
  assert.equal(canSeeHolders(known([holder(3, 'c', {uid: null})]), false, 1000), false);
});

test('a socket that is known to have no process needs no capability', () => {
  assert.equal(canSeeHolders(unknown('closing'), false, 1000), true);
  assert.equal(canSeeHolders(unknown('not-accepted'), false, 1000), true);
  assert.equal(canSeeHolders(unknown('needs-root'), false, 1000), false);
  assert.equal(canSeeHolders(unknown('refused'), true, 0), false);
});
