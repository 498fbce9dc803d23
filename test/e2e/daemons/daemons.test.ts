import assert from 'node:assert/strict';
import {test} from 'node:test';
import {lacks, needs} from '../helpers/needs.ts';
import {clients, type Daemon, type Expected, preparation, servers} from './daemons.ts';
import {fileOf} from './installed.ts';
import {lookFor, type Seen} from './look.ts';
import {renewing, resolved} from './other-daemons.ts';
import {openSandbox} from './sandbox.ts';
import {assertReadmeHas, daemonsTable} from './what-came-out.ts';

const options = {timeout: 60_000, ...needs('unshare', 'nsenter', 'mount', 'setpriv', 'ssh-keygen')};

/** What a daemon needs: its program, and those that hold the other ends of its sockets. */
function lackOf({program, package: from, sockets}: Daemon): string | false {
  const deficit = lacks(program);
  return deficit ? `${deficit}, of the package ${from}` : lacks(...sockets.flatMap(([, , , holder]) => holder ?? []));
}

const socketsOf = (daemons: readonly Daemon[]): readonly string[] =>
  daemons.flatMap(({sockets}) => sockets.map(([socket]) => socket));

/** Lines that can be compared: equal lists of them are equal tables. */
const line = (holder: string, [socket, verdict, rule]: Expected): string => `${socket} ${holder}: ${verdict}, ${rule}`;
const wantedOf = ({program, sockets}: Daemon): readonly string[] =>
  sockets.map(each => line(fileOf(each[3] ?? program), each)).toSorted();
const linesOf = (seen: readonly Seen[]): readonly string[] =>
  seen.map(({socket, verdict, rule, owner}) => line(owner, [socket, verdict, rule])).toSorted();

test('Of the daemons of Debian, as installed, none is suspect', options, async t => {
  const all = [...servers, ...clients];
  const installed = all.filter(daemon => !lackOf(daemon));
  const listening = installed.filter(daemon => servers.includes(daemon));
  const sandbox = await openSandbox(t);
  await sandbox.run(preparation);
  for (const {name, start} of listening) sandbox.start(name, start);
  await lookFor(sandbox, socketsOf(listening));
  for (const {name, start} of installed.slice(listening.length)) sandbox.start(name, start);
  const seen = await lookFor(sandbox, socketsOf(installed));

  for (const daemon of all) {
    await t.test(`${daemon.name} is judged by the right rules`, {skip: lackOf(daemon)}, () => {
      const ours = seen.filter(({socket}) => socketsOf([daemon]).includes(socket));
      assert.deepEqual(linesOf(ours), wantedOf(daemon));
    });
  }

  await t.test('there is no socket besides theirs', () => {
    assert.deepEqual(linesOf(seen), installed.flatMap(wantedOf).toSorted());
  });

  // nc has no protocol of its own, and the name server of the sandbox is not one of the host's.
  const odd = new Set(['owner-relay', 'name-server']);
  await t.test('no check of any socket fails', () => {
    const checks = seen.flatMap(({socket, checks}) => checks.map(check => ({socket, ...check})));
    assert.ok(checks.length > seen.length);
    assert.deepEqual(
      checks.filter(({result, id}) => result === 'fail' && !odd.has(id)),
      [],
    );
  });

  const skip = all.length > installed.length && 'not every program is here';
  await t.test('the readme shows what came out', {skip}, () => assertReadmeHas(daemonsTable(all, seen)));
});

for (const daemon of [renewing, resolved]) {
  test(`${daemon.name} is not suspect`, {...options, skip: options.skip || daemon.lacks()}, async t => {
    const sandbox = await openSandbox(t);
    sandbox.start(daemon.name, daemon.start);
    const seen = await lookFor(sandbox, socketsOf([daemon]));
    assert.deepEqual(linesOf(seen), wantedOf(daemon));
  });
}
