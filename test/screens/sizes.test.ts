import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {Event} from '../../source/app/state/event.ts';
import {initialState, type State} from '../../source/app/state/state.ts';
import {trusted} from '../../source/domain/text.ts';
import {type Screen, toScreen} from '../../source/screens/screen.ts';
import {lineWidth} from '../../source/screens/text/parts.ts';
import {showAll} from '../helpers/build.ts';
import {exampleBaseline} from '../helpers/example-baseline.ts';
import {exampleSnapshot, exampleSockets, exampleState, play, settingsOf} from '../helpers/example-host.ts';
import {inspection} from '../helpers/example-inspection.ts';
import {press} from '../helpers/listing.ts';
import {screenLines} from '../helpers/screen-text.ts';

const failed: Event = {
  type: 'poll-failed',
  message: trusted('no source works: \u65e5\u672c '.repeat(9)),
  at: exampleSnapshot.takenAt + 5000,
};
const size = {columns: 80, rows: 24};
const waiting = initialState(settingsOf(), size, showAll, 0);
const list = exampleState(size);

const opened = play(press(list, 'lsof'), {type: 'inspected', inspection: inspection()});

const compared = play(list, {type: 'polled', snapshot: {...exampleSnapshot, baseline: exampleBaseline}});
const note = '東京 "note" '.repeat(20);

const states: readonly (readonly [name: string, state: State])[] = [
  ['before the first poll', waiting],
  ['after a failed first poll', play(waiting, failed)],
  ['with no sockets', exampleState(size, [])],
  ['of the list', list],
  ['of the end of the list', press(list, 'last')],
  ['with every state folded', press(list, 'fold-all')],
  ['paused, with a failed poll', play(press(list, 'pause'), failed)],
  ['in ASCII', exampleState(size, exampleSockets, true)],
  ['of a detail', opened],
  ['of the detail of a closed socket', play(opened, {type: 'polled', snapshot: {...exampleSnapshot, sockets: []}})],
  ['of the help', press(list, 'help', 'last')],
  ['compared with a baseline', compared],
  ['of the differences', press(compared, 'drift')],
  ['of a drifted socket', press(compared, 'first', 'next', 'open')],
  ['that asks for a note', play(press(list, 'accept', 'keep-note'), {type: 'typed', text: note})],
  ['that asks to accept what drifted', press(compared, 'first', 'next', 'accept')],
  ['that asks to withdraw', press(compared, 'first', ...Array<'next'>(5).fill('next'), 'accept')],
];

/** From 1x1 to 200x60, every small size and some of the large. */
const columnSteps = [
  ...Array.from({length: 24}, (_, index) => index + 1),
  39,
  40,
  55,
  56,
  71,
  72,
  95,
  96,
  115,
  116,
  139,
  140,
  200,
];
const rowSteps = [1, 2, 3, 4, 5, 7, 10, 24, 60];

/** Widths by our own measure, of lines as they are before blanks at their ends are cut. */
function widest({above, body, below}: Screen): number {
  const lines =
    body.kind === 'lines'
      ? body.lines
      : body.sections.flatMap(({blocks}) => blocks.flatMap(block => (block.kind === 'lines' ? block.lines : [])));
  return Math.max(0, ...[...above, ...lines, ...below].map(lineWidth));
}

for (const [name, state] of states) {
  test(`the screen ${name} has exactly the rows of the terminal, and no line is wider than it`, () => {
    for (const columns of columnSteps) {
      for (const rows of rowSteps) {
        const screen = toScreen(play(state, {type: 'resized', size: {columns, rows}}));
        const lines = screenLines(screen);
        assert.equal(lines.length, rows, `rows at ${columns}x${rows}`);
        assert.ok(widest(screen) <= columns, `width at ${columns}x${rows}: ${JSON.stringify(lines)}`);
        for (const line of lines)
          assert.ok(/[│┌├└]/.test(line) === false || line.length <= columns, `table at ${columns}`);
      }
    }
  });
}
