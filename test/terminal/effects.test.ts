import assert from 'node:assert/strict';
import {test} from 'node:test';
import {setImmediate as turn} from 'node:timers/promises';
import type {Effect, Event} from '../../source/app/state/event.ts';
import type {Inspection} from '../../source/domain/inspection.ts';
import {trusted} from '../../source/domain/text.ts';
import {createEffects, type World} from '../../source/terminal/effects.ts';
import {createStore} from '../../source/terminal/store.ts';
import {listenerBlock} from '../helpers/acceptance.ts';
import {socket} from '../helpers/build.ts';
import {exampleSnapshot, exampleState} from '../helpers/example-host.ts';
import {inspection} from '../helpers/example-inspection.ts';

const [first, second] = [socket('tcp LISTEN 0.0.0.0:22'), socket('tcp LISTEN 0.0.0.0:80')];

type Call = {readonly key: string; readonly signal: AbortSignal; readonly answer: (found: Inspection) => void};

/** A world that records every call, with inspections that the test answers. */
function bench(changes: Partial<World> = {}) {
  const done: string[] = [];
  const calls: Call[] = [];
  const written: Parameters<World['write']>[] = [];
  const events: Event[] = [];
  const note = (what: string) => (): void => void done.push(what);
  const world: World = {
    refreshLoop: {
      refreshNow: note('poll'),
      setPaused: paused => void done.push(`paused ${paused}`),
    },
    buildList: note('build-list'),
    makeTexts: note('make-texts'),
    inspect: ({key}, signal) => new Promise(answer => calls.push({key, signal, answer})),
    copy: text => void done.push(`copy ${text}`),
    write: async (...file) => {
      written.push(file);
      return trusted('wrote a file');
    },
    endOwner: async (...who) => trusted(`asked ${who.join()} to end`),
    closeConnection: async ({key}) => trusted(`closed ${key}`),
    accept: async drafts => trusted(`accepted ${drafts.length}`),
    withdraw: async ({lines}) => trusted(`withdrew line ${lines.first}`),
    ring: note('ring'),
    findNames: addresses => void done.push(`find ${addresses}`),
    pageLsof: async ({key}) => {
      done.push(`page ${key}`);
      return key === second.key ? trusted('no pager') : null;
    },
    redraw: note('redraw'),
    suspend: note('suspend'),
    quit: note('quit'),
    ...changes,
  };
  const carryOut = createEffects(world, event => events.push(event));
  return {carryOut, done, calls, written, events};
}

test('a pager that could not be started gives a notice, and one that could gives none', async () => {
  const {carryOut, events} = bench();
  for (const each of [first, second]) {
    carryOut({type: 'page-lsof', socket: each});
    await turn();
  }
  assert.deepEqual(events, [
    {type: 'paged', notice: null},
    {type: 'paged', notice: 'no pager'},
  ]);
});

test('to stop paging aborts the lsof that runs, as the next one does', async () => {
  const signals: AbortSignal[] = [];
  const pageLsof: World['pageLsof'] = async (_socket, signal) => {
    signals.push(signal);
    return null;
  };
  const {carryOut, events} = bench({pageLsof});
  carryOut({type: 'stop-paging'});
  for (const each of [first, second]) carryOut({type: 'page-lsof', socket: each});
  assert.deepEqual(
    signals.map(({aborted}) => aborted),
    [true, false],
  );
  carryOut({type: 'stop-paging'});
  assert.equal(signals[1]?.aborted, true);
  await turn();
  assert.deepEqual(events, []);
});

test('each effect acts on its part of the world', () => {
  const {carryOut, done} = bench();
  const effects: readonly Effect[] = [
    {type: 'poll'},
    {type: 'build-list'},
    {type: 'set-paused', paused: true},
    {type: 'set-paused', paused: false},
    {type: 'find-names', addresses: ['10.0.0.5', '10.0.0.6']},
    {type: 'page-lsof', socket: first},
    {type: 'bell'},
    {type: 'redraw'},
    {type: 'suspend'},
    {type: 'quit'},
    {type: 'stop-inspecting'},
  ];
  for (const effect of effects) carryOut(effect);
  assert.deepEqual(done, [
    'poll',
    'build-list',
    'paused true',
    'paused false',
    'find 10.0.0.5,10.0.0.6',
    `page ${first.key}`,
    'ring',
    'redraw',
    'suspend',
    'quit',
  ]);
});

test('a change of the baseline is followed by a notice and a refresh', async () => {
  const {carryOut, events, done} = bench();
  const {lines, ...block} = listenerBlock();
  carryOut({type: 'accept', drafts: [{block, hashed: null, replaces: null}]});
  carryOut({type: 'withdraw', block: {...block, lines}});
  await turn();
  assert.deepEqual(events, [
    {type: 'notified', notice: 'accepted 1'},
    {type: 'notified', notice: 'withdrew line 1'},
  ]);
  assert.deepEqual(done, ['poll', 'poll']);
});

test('the copied text is in a notice', () => {
  const {carryOut, done, events} = bench();
  carryOut({type: 'copy', text: trusted('sudo lsof -nP -iTCP:22')});
  assert.deepEqual(done, ['copy sudo lsof -nP -iTCP:22']);
  assert.deepEqual(events, [{type: 'notified', notice: 'sent to your clipboard: sudo lsof -nP -iTCP:22'}]);
});

test('the result of a destructive action is in a notice', async () => {
  const {carryOut, events} = bench();
  carryOut({type: 'end-owner', pid: 812, startedAt: 5, name: trusted('nc')});
  carryOut({type: 'close-connection', socket: first});
  await turn();
  assert.deepEqual(events, [
    {type: 'notified', notice: 'asked 812,5,nc to end'},
    {type: 'notified', notice: `closed ${first.key}`},
  ]);
});

for (const [format, starts] of [
  ['json', '{\n  "version": 1,'],
  ['csv', 'verdict,rule,why,'],
] as const) {
  test(`the shown rows are written as ${format}, and the result is in a notice`, async () => {
    const {carryOut, written, events} = bench();
    const {list} = exampleState({columns: 80, rows: 24});
    assert.ok(list);
    const rows = list.groups.flatMap(group => group.rows).slice(0, 2);
    carryOut({type: 'export', format, snapshot: exampleSnapshot, rows, summary: list.summary, gone: []});
    await turn();
    const [[text = '', takenAt, as] = []] = written;
    assert.ok(text.startsWith(starts), text);
    assert.ok(text.includes('sshd') && text.endsWith('\n'));
    assert.deepEqual([takenAt, as], [exampleSnapshot.takenAt, format]);
    assert.deepEqual(events, [{type: 'notified', notice: 'wrote a file'}]);
  });
}

test('the result of an inspection becomes an event', async () => {
  const {carryOut, calls, events} = bench();
  carryOut({type: 'inspect', socket: first});
  const found = inspection({socketKey: first.key});
  calls[0]?.answer(found);
  await turn();
  assert.deepEqual(events, [{type: 'inspected', inspection: found}]);
});

test('the newest inspection aborts the one before, whose result is dropped', async () => {
  const {carryOut, calls, events} = bench();
  carryOut({type: 'inspect', socket: first});
  carryOut({type: 'inspect', socket: second});
  assert.deepEqual(
    calls.map(({key, signal}) => [key, signal.aborted]),
    [
      [first.key, true],
      [second.key, false],
    ],
  );
  calls[1]?.answer(inspection({socketKey: second.key}));
  calls[0]?.answer(inspection({socketKey: first.key}));
  await turn();
  assert.deepEqual(
    events.map(event => event.type === 'inspected' && event.inspection.socketKey),
    [second.key],
  );
});

test('to stop inspecting aborts the running inspection, and another can follow', async () => {
  const {carryOut, calls, events} = bench();
  carryOut({type: 'inspect', socket: first});
  carryOut({type: 'stop-inspecting'});
  assert.equal(calls[0]?.signal.aborted, true);
  calls[0]?.answer(inspection());
  await turn();
  assert.deepEqual(events, []);
  carryOut({type: 'inspect', socket: first});
  assert.equal(calls[1]?.signal.aborted, false);
});

test('the store calls its listeners for a new state, and carries out effects after them', () => {
  const order: string[] = [];
  const store = createStore(exampleState({columns: 80, rows: 24}), effect =>
    order.push(`${effect.type} in ${store.state().mode.at}`),
  );
  const unsubscribe = store.subscribe(() => order.push(`listener in ${store.state().mode.at}`));
  store.dispatch({type: 'action', action: 'open'});
  assert.deepEqual(order, ['listener in detail', 'inspect in detail']);
  store.dispatch({type: 'action', action: 'redraw'});
  assert.deepEqual(order.slice(2), ['redraw in detail'], 'an unchanged state calls no listener');
  unsubscribe();
  store.dispatch({type: 'action', action: 'back'});
  assert.deepEqual(order.slice(3), ['stop-inspecting in list']);
});
