import assert from 'node:assert/strict';
import {test} from 'node:test';
import {setImmediate as turn} from 'node:timers/promises';
import {linesOf} from '../../../source/app/state/line-index.ts';
import type {Size, State} from '../../../source/app/state/state.ts';
import {LazySegmenter} from '../../../source/terminal/ink/lazy-segmenter.ts';
import {exampleSockets, exampleState, pollOf} from '../../helpers/example-host.ts';
import {inspection, suspectKey} from '../../helpers/example-inspection.ts';
import {mount} from '../../helpers/terminal.tsx';

const size: Size = {columns: 120, rows: 20};
const firstRow = 1;

const cursorAt =
  (index: number) =>
  (state: State): boolean =>
    state.mode.at === 'list' && state.cursor !== null && linesOf(state).indexOf(state.cursor) === index;
const shows =
  (at: State['mode']['at']) =>
  (state: State): boolean =>
    state.mode.at === at;

test('the list is drawn on the alternate screen, the line of the cursor in reverse over the whole width', async t => {
  const monitor = mount(t, exampleState(size));
  await monitor.until('starts', cursorAt(firstRow));
  assert.equal(monitor.isAlternate(), true);
  assert.match(monitor.lines()[0] ?? '', /^portwatch {2}web-01/);
  assert.equal(monitor.selected().length, 1);
  assert.match(monitor.selected()[0] ?? '', /^› ! suspect {3}tcp6 \[::\]:22/);
});

const moves: readonly (readonly [keys: string, bytes: string, from: string, to: number])[] = [
  ['three j in one read', 'jjj', '', firstRow + 3],
  ['arrows in one read', '\x1b[B\x1b[B\x1b[A', '', firstRow + 1],
  ['arrows in application mode', '\x1bOB', '', firstRow + 1],
  ['a letter between arrows', '\x1b[Bj\x1b[B', '', firstRow + 3],
  ['Home', '\x1b[H', 'jjj', 0],
  ['End', '\x1b[F', '', 34],
  ['G and k in one read', 'Gk', '', 33],
  ['Tab', '\t', '', 8],
  ['Tab and j in one read', '\tj', '', 9],
  ['Shift-Tab', '\x1b[Z', 'G', 32],
  ['Space', ' ', '', firstRow + 14],
  ['PgDn', '\x1b[6~', '', firstRow + 14],
  ['Ctrl-F', '\x06', '', firstRow + 14],
  ['Ctrl-D and Ctrl-D in one read', '\x04\x04', '', firstRow + 14],
  ['PgUp', '\x1b[5~', 'G', 20],
];

for (const [keys, bytes, before, to] of moves) {
  test(`${keys} moves the cursor to line ${to}`, async t => {
    const monitor = mount(t, exampleState(size));
    await monitor.until('starts', cursorAt(firstRow));
    monitor.type(before);
    monitor.type(bytes);
    await monitor.until(`moves to ${to}`, cursorAt(to));
  });
}

test('what is pasted does nothing', async t => {
  const monitor = mount(t, exampleState(size));
  await monitor.until('starts', cursorAt(firstRow));
  monitor.type('\x1b[200~jjLp\rq\x1b[201~');
  monitor.type('j');
  await monitor.until('moves by the one key that was typed', cursorAt(firstRow + 1));
  assert.deepEqual(monitor.effects, []);
  assert.equal(monitor.store.state().typeFilter.hideLoopback, false);
});

test('Enter opens the socket under the cursor, Esc and q close it', async t => {
  const monitor = mount(t, exampleState(size));
  for (const close of ['\x1b', 'q']) {
    monitor.type('\r');
    await monitor.until('opens the detail', shows('detail'));
    assert.match(monitor.lines()[0] ?? '', /^LISTEN {2}tcp6 \[::\]:22/);
    monitor.type(close);
    await monitor.until('closes the detail', shows('list'));
  }
  const types = monitor.effects.map(({type}) => type);
  assert.deepEqual(types, ['inspect', 'stop-inspecting', 'inspect', 'stop-inspecting']);
});

test('? and h open the help and close it; two Esc in one read close two screens', async t => {
  const monitor = mount(t, exampleState(size));
  for (const key of ['?', 'h']) {
    monitor.type(key);
    await monitor.until('opens the help', shows('help'));
    assert.equal(monitor.lines()[0], 'portwatch help');
    monitor.type(key);
    await monitor.until('closes the help', shows('list'));
  }
  monitor.type('\r?');
  await monitor.until('opens the help of the detail', shows('help'));
  monitor.type('\x1b\x1b');
  await monitor.until('is back in the list', shows('list'));
});

/** Keeps the event loop busy, as a slice of work does. */
function keepBusy(milliseconds: number): void {
  for (const end = performance.now() + milliseconds; performance.now() < end; );
}

// The tests of the screen run twice: with the packages as published, and as they are in the bundle.
const isPatched = Intl.Segmenter.name === LazySegmenter.name;

test('the rest of a sequence that waits to be read while the program is busy belongs to the Esc before it', {
  skip: isPatched ? false : 'of the changed package alone',
}, async t => {
  const monitor = mount(t, exampleState(size));
  await monitor.until('starts', cursorAt(firstRow));
  monitor.type('\x1b');
  await turn();
  keepBusy(60);
  // Timers that are due run before what this turn of the loop reads.
  await turn();
  monitor.type('[B');
  await monitor.until('moves down', cursorAt(firstRow + 1));
});

test('keys that need the runtime become effects', async t => {
  const monitor = mount(t, exampleState(size));
  await monitor.until('starts', cursorAt(firstRow));
  for (const bytes of ['r', '\x0c', '\x1a', 'p', 'q', '\x03']) monitor.type(bytes);
  await monitor.until('is paused', state => state.pausedAt !== null && monitor.effects.length === 6);
  assert.deepEqual(
    monitor.effects.map(({type}) => type),
    ['poll', 'redraw', 'suspend', 'set-paused', 'quit', 'quit'],
  );
});

test('a storm of resizes ends with the screen of the last size', async t => {
  const monitor = mount(t, exampleState(size));
  await monitor.until('starts', cursorAt(firstRow));
  const widths = [60, 200, 1, 80, 33, 150, 20, 120];
  for (const [index, columns] of widths.entries()) monitor.resize({columns, rows: 1 + ((index * 17) % 50)});
  await monitor.until('has the last size', state => state.size.columns === 120);
  for (const columns of [2, 19, 40, 72, 200]) {
    for (const rows of [1, 4, 30]) {
      monitor.resize({columns, rows});
      await monitor.until(
        `has ${columns}x${rows}`,
        state => state.size.columns === columns && state.size.rows === rows,
      );
    }
  }
});

for (const ascii of [false, true]) {
  test(`lsof's rows are a table with ${ascii ? 'ASCII' : 'drawn'} rules that scrolls with the detail`, async t => {
    const monitor = mount(t, exampleState({columns: 100, rows: 16}, exampleSockets, ascii));
    monitor.type('l');
    await monitor.until('opens the detail', shows('detail'));
    monitor.store.dispatch({type: 'inspected', inspection: inspection()});
    const rule = ascii ? '|' : '│';
    const shown = (): boolean => monitor.lines().some(line => line.startsWith(`${rule} sshd`));
    await monitor.until('has the inspection', state => state.mode.at === 'detail' && state.mode.inspection !== null);
    assert.equal(shown(), true);
    assert.equal(monitor.lines()[1], 'LSOF');
    monitor.type('jjj');
    await monitor.until('scrolls', state => state.mode.at === 'detail' && state.mode.scroll !== 'lsof');
    assert.notEqual(monitor.lines()[1], 'LSOF');
    monitor.type('g');
    await monitor.until('is at the top', state => state.mode.at === 'detail' && state.mode.scroll === 0);
    assert.equal(shown(), false);
    monitor.type(']');
    await monitor.until('opens the next socket', state => state.mode.at === 'detail' && state.mode.key !== suspectKey);
  });
}

test('a look that comes while the screen is up is drawn', async t => {
  const monitor = mount(t, exampleState(size));
  const {list} = monitor.store.state();
  assert.ok(list);
  const snapshot = {...list.snapshot, sockets: exampleSockets.slice(5)};
  monitor.store.dispatch(pollOf(monitor.store.state(), {snapshot}));
  await monitor.until('has the new look', state => state.list?.summary.sockets === exampleSockets.length - 5);
  assert.match(monitor.lines()[1] ?? '', /^23 sockets/);
});
