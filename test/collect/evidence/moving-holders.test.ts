import assert from 'node:assert/strict';
import {test} from 'node:test';
import {createMovingHolders} from '../../../source/collect/evidence/moving-holders.ts';
import {unknown} from '../../../source/domain/known.ts';
import type {Process, Socket} from '../../../source/domain/socket.ts';
import {owner, snapshot, socket} from '../../helpers/build.ts';

const text = 'tcp ESTABLISHED 10.0.0.5:51000 203.0.113.9:443';
const held = socket(text, owner('/usr/bin/python3.11'));
const next = socket(text, owner('/usr/bin/python3.11'));
const other = socket('tcp LISTEN 0.0.0.0:22', owner('/usr/sbin/sshd'));

const processOf = ({owner: holder}: Socket): Process =>
  holder.known && holder.value[0] ? holder.value[0].process : assert.fail('no holder');

const none: ReadonlySet<Process> = new Set();
const both = new Set([processOf(held), processOf(next)]);

test('a socket whose holders end one after the other is moving', () => {
  const moving = createMovingHolders();
  const first = snapshot([held, other]);
  assert.equal(moving.settled(first, both), first);
  assert.equal(moving.isInDoubt(), true);
  const {sockets} = moving.settled(snapshot([next, other]), both);
  assert.deepEqual(
    sockets.map(({owner: found}) => found),
    [unknown('moving'), other.owner],
  );
  assert.equal(moving.isInDoubt(), false);
});

test('a socket that closes with its holder, or finds one that lives, is not moving', () => {
  const moving = createMovingHolders();
  moving.settled(snapshot([held]), both);
  const gone = snapshot([]);
  assert.equal(moving.settled(gone, both), gone);
  moving.settled(snapshot([held]), both);
  const alive = snapshot([next]);
  assert.equal(moving.settled(alive, none), alive);
  assert.equal(moving.isInDoubt(), false);
});

test('a holder of which nothing can be read in two polls is not moving', () => {
  const moving = createMovingHolders();
  moving.settled(snapshot([held]), both);
  const again = snapshot([held]);
  assert.equal(moving.settled(again, both), again);
});
