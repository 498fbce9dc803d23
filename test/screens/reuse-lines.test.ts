import assert from 'node:assert/strict';
import {test} from 'node:test';
import {type Line, span} from '../../source/domain/line.ts';
import {reuseLines} from '../../source/screens/reuse-lines.ts';
import {type Screen, toScreen} from '../../source/screens/screen.ts';
import {exampleState, play} from '../helpers/example-host.ts';
import {press} from '../helpers/listing.ts';

const list = exampleState({columns: 120, rows: 30});

/** All lines of a list or a help, from top to bottom. */
const linesOf = ({above, body, below}: Screen): readonly Line[] => [
  ...above,
  ...(body.kind === 'lines' ? body.lines : []),
  ...below,
];

/** How many lines of the second screen are not the very ones of the first, after the same were reused. */
function drawnAgain(before: Screen, after: Screen): number {
  const reused = reuseLines(before, after);
  assert.deepEqual(reused, after, 'reused lines are equal');
  const old = new Set(linesOf(before));
  return linesOf(reused).filter(line => !old.has(line)).length;
}

test('every line of an equal screen is reused', () => {
  assert.equal(drawnAgain(toScreen(list), toScreen({...list})), 0);
});

test('when the cursor moves by a row, two rows and the position are new', () => {
  assert.equal(drawnAgain(toScreen(list), toScreen(press(list, 'next'))), 3);
});

test('a pause makes one line new', () => {
  assert.equal(drawnAgain(toScreen(list), toScreen(press(list, 'pause'))), 1);
});

test('a detail takes no lines from the list below it, nor the list from the detail', () => {
  const detail = toScreen(press(list, 'open'));
  assert.deepEqual(reuseLines(toScreen(list), detail), detail);
  assert.deepEqual(reuseLines(detail, toScreen(list)), toScreen(list));
});

test('another size reuses no line of another width', () => {
  const small = toScreen(play(list, {type: 'resized', size: {columns: 60, rows: 12}}));
  assert.deepEqual(reuseLines(toScreen(list), small), small);
});

test('a line of the same text is drawn again where its colours, its spans or its background differ', () => {
  const screenOf = (line: Line): Screen => ({above: [line], body: {kind: 'lines', lines: [], height: 0}, below: []});
  const plain: Line = {spans: [span('a', 'dim'), span('b')]};
  const others: readonly Line[] = [
    {spans: [span('a', 'suspect'), span('b')]},
    {spans: [span('ab', 'dim')]},
    {spans: [span('a', 'dim'), span('b'), span('')]},
    {...plain, selected: true},
  ];
  for (const other of others) {
    assert.deepEqual(reuseLines(screenOf(plain), screenOf(other)).above, [other]);
    assert.deepEqual(reuseLines(screenOf(other), screenOf(plain)).above, [plain]);
  }
  assert.equal(reuseLines(screenOf(plain), screenOf({...plain, selected: false})).above[0], plain);
});
