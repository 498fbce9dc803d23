import assert from 'node:assert/strict';
import {test} from 'node:test';
import {differencesOf, driftLines, driftReaches, uncheckedNotes} from '../../../source/cli/commands/drift.ts';
import {oneShot} from '../../../source/cli/commands/one-shot.ts';
import {failReasons} from '../../../source/cli/options-table.ts';
import type {Socket} from '../../../source/domain/socket.ts';
import {trusted} from '../../../source/domain/text.ts';
import {listenerBlock} from '../../helpers/acceptance.ts';
import {baselineOf} from '../../helpers/baseline.ts';
import {hidden, owner, showAll, snapshot, socket} from '../../helpers/build.ts';
import {settingsOf} from '../../helpers/example-host.ts';

const app = socket('tcp LISTEN 0.0.0.0:8443', owner('/usr/bin/app'));
const added = socket('tcp LISTEN 127.0.0.1:9000', owner('/usr/bin/new'));
const expected = {exe: trusted('/usr/bin/app'), user: trusted('root')};

const stateOf = (sockets: readonly Socket[], baseline = baselineOf(listenerBlock(8443, expected)), types = showAll) =>
  oneShot(
    {id: 'procfs', poll: async () => ({...snapshot(sockets), baseline}), close() {}},
    settingsOf(),
    types,
    Number.POSITIVE_INFINITY,
  );

const linesOf = async (...parameters: Parameters<typeof stateOf>): Promise<readonly string[]> =>
  driftLines(differencesOf(await stateOf(...parameters)), settingsOf());

test('nothing is printed where nothing differs', async () => assert.deepEqual(await linesOf([app]), []));

test('each difference is a line in columns, loudest first', async () => {
  const baseline = baselineOf(
    listenerBlock(8443, {...expected, exe: trusted('/usr/bin/old')}),
    listenerBlock(7000, {...expected, lines: {first: 7, last: 12}}),
  );
  const lines = await linesOf([app, added], baseline);
  assert.deepEqual(
    lines.map(line => line.replace(/ \(process \d+\)/, '')),
    [
      'owner  tcp 0.0.0.0:8443    app  /usr/bin/old of root → /usr/bin/app of root',
      'new    tcp 127.0.0.1:9000  new  /usr/bin/new of root',
      'gone   tcp 7000            app  no socket',
    ],
  );
});

test('ASCII has an arrow of its own', async () => {
  const groups = differencesOf(await stateOf([app], baselineOf(listenerBlock(8443, {...expected, reach: 'host'}))));
  const [line = ''] = driftLines(groups, settingsOf(true));
  assert.match(line, /^widened {2}tcp 0\.0\.0\.0:8443 {2}app {2}from this machine alone -> from every network/);
});

test('options narrow what is printed, also of the blocks that are gone', async () => {
  const baseline = baselineOf(listenerBlock(7000, {proto: 'udp'}), listenerBlock(7001, {reach: 'host'}));
  const kindsOf = async (types: Partial<typeof showAll>) =>
    (await linesOf([added], baseline, {...showAll, ...types})).map(line => line.split(/ {2,}/).slice(0, 2).join(' '));
  assert.deepEqual(await kindsOf({}), ['new tcp 127.0.0.1:9000', 'gone udp 7000', 'gone tcp 7001']);
  assert.deepEqual(await kindsOf({protocols: new Set(['udp'])}), ['gone udp 7000']);
  assert.deepEqual(await kindsOf({hideLoopback: true}), ['gone udp 7000']);
});

test('drift is reached by a difference of a socket, not by a block that is gone', async () => {
  const reached = async (...sockets: readonly Socket[]) => {
    const differences = differencesOf(await stateOf(sockets));
    return failReasons.filter(reason => driftReaches(differences, reason));
  };
  assert.deepEqual(await reached(), []);
  assert.deepEqual(await reached(app), []);
  assert.deepEqual(await reached(app, socket('tcp LISTEN 127.0.0.1:631', owner('/usr/sbin/cupsd'))), ['drift']);
  assert.deepEqual(await reached(socket('tcp LISTEN 0.0.0.0:8443', owner('/usr/bin/nc'))), [
    'learn',
    'suspect',
    'drift',
  ]);
});

test('facts that could not be compared are counted', async () => {
  const sockets = [socket('tcp LISTEN 0.0.0.0:8443', hidden('needs-root')), socket('tcp LISTEN [::]:8443')];
  const {list} = await stateOf(sockets);
  assert.deepEqual(uncheckedNotes(list), ['2 accepted sockets not checked in full (owner: needs root)']);
  assert.deepEqual(uncheckedNotes((await stateOf([app])).list), []);
});
