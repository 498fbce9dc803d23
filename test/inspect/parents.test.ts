import assert from 'node:assert/strict';
import {test} from 'node:test';
import {trusted} from '../../source/domain/text.ts';
import {type Parents, parentsOf} from '../../source/inspect/parents.ts';

const base = 1000;

const chain = (parents: Record<number, number>, start: number): Promise<Parents> =>
  parentsOf(start, async pid => {
    const parent = parents[pid];
    return parent === undefined ? null : {name: trusted(`p${pid}`), parent};
  });

test('the chain leads from the parent to PID 1', async () => {
  const {parents, parentsEnd} = await chain({[base + 2]: base + 1, [base + 1]: 1, 1: 0}, base + 2);
  assert.deepEqual(
    parents.map(({pid, name}) => [pid, name]),
    [
      [base + 1, `p${base + 1}`],
      [1, 'p1'],
    ],
  );
  assert.equal(parentsEnd, 'first-process');
});

test('PID 1 has no parents', async () => {
  assert.deepEqual(await chain({1: 0}, 1), {parents: [], parentsEnd: 'first-process'});
});

test('a parent outside this PID namespace ends the chain', async () => {
  const {parents, parentsEnd} = await chain({[base + 2]: base + 1, [base + 1]: 0}, base + 2);
  assert.deepEqual([parents.length, parentsEnd], [1, 'outside']);
});

test('a loop ends the chain', async () => {
  const {parents, parentsEnd} = await chain({[base + 2]: base + 1, [base + 1]: base + 2}, base + 2);
  assert.deepEqual([parents.length, parentsEnd], [1, 'loop']);
});

test('a parent that cannot be read ends the chain', async () => {
  assert.deepEqual(await chain({[base + 2]: base + 1}, base + 2), {parents: [], parentsEnd: 'unreadable'});
  assert.deepEqual(await chain({}, base + 2), {parents: [], parentsEnd: 'unreadable'});
});

test('the chain ends after 32 steps', async () => {
  const parents = Object.fromEntries(Array.from({length: 50}, (_, index) => [base + index + 1, base + index]));
  const found = await chain(parents, base + 50);
  assert.deepEqual([found.parents.length, found.parentsEnd], [32, 'limit']);
});

test('the chain of this process starts with its parent', async () => {
  const {parents} = await parentsOf(process.pid);
  assert.equal(parents[0]?.pid, process.ppid);
});
