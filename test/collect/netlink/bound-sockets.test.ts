import assert from 'node:assert/strict';
import {test} from 'node:test';
import {createBoundPace} from '../../../source/collect/netlink/bound-pace.ts';
import {listener, open} from './fake-collector.ts';
import type {Answer, TableName} from './fake-kernel.ts';
import type {Fields} from './messages.ts';

const bound: Fields = {state: 7, bound: true, cookie: [9, 0], inode: 19, uid: 0, ports: [7777, 0]};

test('bound sockets are looked for now and then, and at every poll where there are some', () => {
  let now = 0;
  const pace = createBoundPace(() => now);
  const at = (time: number, hasSome: boolean): boolean => {
    now = time;
    return pace.next(hasSome);
  };
  const looks = [at(0, false), at(4999, false), at(5000, false), at(5001, true), at(5002, true), at(5003, false)];
  assert.deepEqual(looks, [true, false, true, true, true, false]);
  pace.took(4);
  pace.took(8);
  assert.deepEqual([at(17_001, false), at(17_002, false), at(22_001, false)], [false, true, false]);
  pace.took(100);
  assert.deepEqual([at(47_001, false), at(47_002, false)], [false, true], 'but not for ever');
});

test('a bound socket has a row until it listens, which is the same row', async () => {
  const tables: Partial<Record<TableName, Answer>> = {tcp4: [listener, bound]};
  const {collector} = await open(tables);
  const [, first] = (await collector.poll()).sockets;
  assert.deepEqual([first?.state, first?.local.port, first?.inode], ['CLOSE', 7777, 19]);
  tables.tcp4 = [listener, {...bound, state: 10, bound: false}];
  const {sockets} = await collector.poll();
  assert.deepEqual(
    sockets.map(({key, state}) => [key, state]),
    [
      [sockets[0]?.key, 'LISTEN'],
      [first?.key, 'LISTEN'],
    ],
  );
});

test('a bound socket that is closed has no row at the next poll', async () => {
  const tables: Partial<Record<TableName, Answer>> = {tcp6: [{...bound, family: 10}]};
  const {collector} = await open(tables);
  assert.equal((await collector.poll()).sockets.length, 1);
  tables.tcp6 = [];
  assert.deepEqual((await collector.poll()).sockets, []);
});

test('the first screen does not wait for bound sockets, which the first poll has', async () => {
  const {collector} = await open({tcp4: [listener, bound]});
  const states = (sockets: readonly {state: string}[] = []) => sockets.map(({state}) => state);
  assert.deepEqual(states((await collector.quickSnapshot?.())?.sockets), ['LISTEN']);
  assert.deepEqual(states((await collector.poll()).sockets), ['LISTEN', 'CLOSE']);
});
