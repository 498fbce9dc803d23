import assert from 'node:assert/strict';
import {test} from 'node:test';
import fc from 'fast-check';
import {bindings} from '../../../source/app/keys/bindings.ts';
import type {State} from '../../../source/app/state/state.ts';
import {trusted} from '../../../source/domain/text.ts';
import {toScreen} from '../../../source/screens/screen.ts';
import {
  exampleSnapshot,
  exampleSockets,
  exampleState,
  play,
  pollOf,
  type TestEvent,
} from '../../helpers/example-host.ts';
import {screenLines} from '../../helpers/screen-text.ts';

const start = exampleSnapshot.takenAt;
const hour = 3_600_000;

const pollAt = (takenAt: number, sockets = exampleSockets): TestEvent => ({
  type: 'polled',
  snapshot: {...exampleSnapshot, takenAt, sockets},
});
const wide = {columns: 220, rows: 60};
const shown = (state: State): string => screenLines(toScreen(state)).join('\n');
const agesOf = ({track, now}: State): readonly number[] => [...track.seen.entries()].map(([, {since}]) => now - since);

test('ages continue when the clock is set back', () => {
  const before = play(exampleState(wide), pollAt(start + 2 * hour));
  assert.match(shown(before), / 2 h\+ /);
  const after = play(before, pollAt(start - hour));
  assert.match(shown(after), / 2 h\+ /);
  const later = play(after, pollAt(start - hour + 60_000));
  assert.ok(
    agesOf(later).every(age => Math.abs(age - 2 * hour - 60_000) < 1000),
    String(agesOf(later)),
  );
});

test('ages continue when a poll was prepared before the clock was set back', () => {
  const before = play(exampleState(wide), pollAt(start + 2 * hour));
  const snapshot = {...exampleSnapshot, takenAt: start - hour};
  const prepared = pollOf(before, {snapshot});
  const after = play(before, prepared);
  assert.match(shown(after), / 2 h\+ /);
  assert.ok(
    agesOf(after).every(age => Math.abs(age - 2 * hour) < 1000),
    String(agesOf(after)),
  );
});

test('a small step back comes from a poll whose event is late, and moves nothing', () => {
  const before = play(exampleState(wide), pollAt(start + 60_000), {type: 'ticked', now: start + 62_000});
  const {track} = play(before, pollAt(start + 61_000));
  assert.equal(track.at, start + 61_000);
  for (const [, {since}] of track.seen.entries()) assert.equal(since, start);
});

test('rows beside a failed poll get older, whatever the clock does', () => {
  const failed = play(exampleState(wide), {type: 'poll-failed', message: trusted('no'), at: start + 90_000});
  assert.match(shown(failed), /rows are 90 s old/);
  const ticked = play(failed, {type: 'ticked', now: start - hour}, {type: 'ticked', now: start - hour + 10_000});
  assert.match(shown(ticked), /rows are 100 s old/);
});

test('rows during a pause get older, whatever the clock does', () => {
  const paused = play(
    exampleState(wide),
    {type: 'ticked', now: start + 30_000},
    {type: 'action', action: 'pause'},
    {type: 'ticked', now: start - hour},
    {type: 'ticked', now: start - hour + 20_000},
  );
  assert.match(shown(paused), /PAUSED .*data 50 s old/);
});

test('the next poll has no rates, and the one after it has true rates', () => {
  const sending = (bytesSent: number) =>
    exampleSockets.map(each => (each.tcp ? {...each, tcp: {...each.tcp, bytesSent}} : each));
  const rates = ({track}: State): readonly number[] =>
    [...track.seen.entries()].flatMap(([, each]) => (each.rates ? [each.rates.sent] : []));
  const before = play(exampleState(wide), pollAt(start + 2000, sending(1e6)), pollAt(start + 4000, sending(2e6)));
  assert.ok(rates(before).length > 0 && rates(before).every(rate => rate === 500_000));
  const after = play(before, pollAt(start - hour, sending(3e6)));
  assert.deepEqual(rates(after), []);
  assert.ok(rates(play(after, pollAt(start - hour + 1000, sending(4e6)))).every(rate => rate === 1e6));
});

test('closed sockets, and the closed socket of a detail, have the same age after the jump', () => {
  const opened = play(exampleState(wide), {type: 'action', action: 'last'}, {type: 'action', action: 'open'});
  const closed = play(opened, pollAt(start + 2000, []), pollAt(start + 62_000, []));
  const [first] = closed.track.closed;
  assert.ok(first && closed.now - first.at >= 60_000);
  const after = play(closed, pollAt(start - hour, []));
  const [same] = after.track.closed;
  assert.equal(after.now - (same?.at ?? 0), closed.now - first.at);
  assert.ok(after.mode.at === 'detail' && after.mode.closedAt === same?.at);
});

const anyTime = fc.oneof(
  fc.integer({min: -1e6, max: 1e6}).map(later => start + later),
  fc.integer({min: 0, max: 2 ** 42}),
);
const anyEvent: fc.Arbitrary<TestEvent> = fc.oneof(
  fc.tuple(anyTime, fc.subarray([...exampleSockets])).map(([at, sockets]) => pollAt(at, sockets)),
  anyTime.map((now): TestEvent => ({type: 'ticked', now})),
  anyTime.map((at): TestEvent => ({type: 'poll-failed', message: trusted('no'), at})),
  fc.constantFrom(...bindings.map(({action}) => action)).map((action): TestEvent => ({type: 'action', action})),
);

test('whatever the clock does, no screen shows an invalid time, and no age or rate is below zero', () => {
  fc.assert(
    fc.property(fc.array(anyEvent, {maxLength: 12}), events => {
      let state = exampleState(wide);
      for (const event of events) {
        state = play(state, event);
        assert.doesNotMatch(shown(state), /NaN|Infinity|undefined|Invalid|-\d+(?:\.\d+)? (?:s|min|h|d|[kKMGT]?i?B)\b/);
        for (const [, {rates}] of state.track.seen.entries())
          assert.ok(!rates || (rates.sent >= 0 && rates.received >= 0));
      }
    }),
    {numRuns: 60},
  );
});
