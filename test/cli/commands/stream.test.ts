import assert from 'node:assert/strict';
import {test} from 'node:test';
import {readQuery} from '../../../source/app/table/filter/query.ts';
import {stream} from '../../../source/cli/commands/stream.ts';
import type {Snapshot} from '../../../source/domain/snapshot.ts';
import type {Socket} from '../../../source/domain/socket.ts';
import {trusted} from '../../../source/domain/text.ts';
import {listenerBlock} from '../../helpers/acceptance.ts';
import {baselineOf} from '../../helpers/baseline.ts';
import {owner, showAll, snapshot, socket} from '../../helpers/build.ts';
import {settingsOf} from '../../helpers/example-host.ts';
import {linesOver} from '../../helpers/watched-polls.ts';

const ssh = socket('tcp LISTEN 0.0.0.0:22', owner('/usr/sbin/sshd'));
const dns = socket('udp ESTABLISHED 10.0.0.5:41000 10.0.0.1:53', owner('/usr/bin/dig'));

/** The lines of a stream over polls that return these snapshots, or fail. */
async function run(
  polls: readonly (Snapshot | Error)[],
  typeFilter = showAll,
  filter = '',
): ReturnType<typeof linesOver> {
  const query = readQuery(filter);
  assert.ok(query.ok);
  return linesOver(polls, watched => stream({...watched, settings: settingsOf(), typeFilter, query}));
}

test('every change is one line of JSON, the first poll none', async () => {
  const {lines} = await run([snapshot([ssh]), snapshot([ssh, dns]), snapshot([dns])]);
  const events = lines.map(line => JSON.parse(line));
  assert.deepEqual(
    events.map(({event, at}) => [event, at]),
    [
      ['opened', '2026-11-21T20:00:00.000Z'],
      ['closed', '2026-11-21T20:00:00.000Z'],
    ],
  );
  assert.equal(events[0].socket.assessment.rule, 'dns-client');
  assert.equal(events[1].socket.local.port, 22);
});

test('a socket of another type is not written', async () => {
  const {lines} = await run([snapshot([]), snapshot([ssh, dns])], {...showAll, protocols: new Set(['udp'] as const)});
  assert.deepEqual(
    lines.map(line => JSON.parse(line).socket.protocol),
    ['udp'],
  );
});

const closing = {...dns, state: 'TIME_WAIT' as const};
const written = (lines: readonly string[]): readonly string[] =>
  lines.map(line => JSON.parse(line)).map(({event, socket: each}) => `${event} ${each.local.port} ${each.state}`);

const filters: readonly (readonly [filter: string, written: readonly string[]])[] = [
  ['', ['opened 22 LISTEN', 'changed 41000 TIME_WAIT', 'closed 22 LISTEN', 'closed 41000 TIME_WAIT']],
  ['port:22', ['opened 22 LISTEN', 'closed 22 LISTEN']],
  ['proto:udp', ['changed 41000 TIME_WAIT', 'closed 41000 TIME_WAIT']],
  ['state:time-wait', ['changed 41000 TIME_WAIT', 'closed 41000 TIME_WAIT']],
  ['is:new', ['opened 22 LISTEN']],
  ['is:changed', ['changed 41000 TIME_WAIT']],
  ['!is:closed', ['opened 22 LISTEN', 'changed 41000 TIME_WAIT']],
  ['usr/sbin', ['opened 22 LISTEN', 'closed 22 LISTEN']],
  ['nowhere', []],
];

for (const [filter, expected] of filters) {
  test(`the filter ${filter === '' ? '(empty)' : filter} lets ${expected.length} changes through`, async () => {
    const {lines} = await run([snapshot([dns]), snapshot([ssh, closing]), snapshot([])], showAll, filter);
    assert.deepEqual(written(lines), expected);
  });
}

test('a socket that drifts from the baseline, or is new to it, has one more line, of the event drift', async () => {
  const baseline = baselineOf(listenerBlock(22, {exe: trusted('/usr/sbin/sshd'), user: trusted('root')}));
  const poll = (...sockets: readonly Socket[]): Snapshot => ({...snapshot(sockets), baseline});
  const impostor = {...ssh, owner: owner('/usr/bin/nc')};
  const added = socket('tcp LISTEN 0.0.0.0:8443', owner('/usr/bin/app'));
  const polls = [poll(ssh), poll(impostor), poll(impostor, added), poll(impostor, added)];
  const eventsOf = async (filter: string) =>
    (await run(polls, showAll, filter)).lines
      .map(line => JSON.parse(line))
      .map(({event, socket: each}) => `${event} ${each.local.port} ${each.acceptance.drift}`);
  assert.deepEqual(await eventsOf(''), ['changed 22 owner', 'drift 22 owner', 'opened 8443 new', 'drift 8443 new']);
  assert.deepEqual(await eventsOf('drift:owner'), ['changed 22 owner', 'drift 22 owner']);
  assert.deepEqual(await eventsOf('is:drift port:8443'), ['opened 8443 new', 'drift 8443 new']);
  assert.deepEqual(await eventsOf('is:accepted'), []);
});

test('a poll that fails is reported on standard error, and the next goes on from the last good one', async () => {
  const {lines, errors} = await run([snapshot([ssh]), new Error('EMFILE'), snapshot([ssh, dns])]);
  assert.equal(errors, 'portwatch: a refresh failed: EMFILE\n');
  assert.equal(lines.length, 1);
});

test('an error is reported in one line that drives no terminal', async () => {
  const {errors} = await run([snapshot([ssh]), new Error("ENOENT, open '/tmp/\x1b]0;owned\x07\n\u202e'")]);
  assert.equal(errors, "portwatch: a refresh failed: ENOENT, open '/tmp/\\x1b]0;owned\\x07\\x0a\\u{202e}'\n");
});
