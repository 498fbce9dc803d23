import '../../helpers/environment.ts';
import assert from 'node:assert/strict';
import {test} from 'node:test';
import xterm from '@xterm/headless';
import type {Size} from '../../../source/app/state/state.ts';
import {toScreen} from '../../../source/screens/screen.ts';
import {themes} from '../../../source/screens/text/themes.ts';
import {firstScreen} from '../../../source/terminal/ink/first-screen.ts';
import {exampleState} from '../../helpers/example-host.ts';
import {mount} from '../../helpers/terminal.tsx';
import {runsOf} from '../../media/cells.ts';

const sizes: readonly Size[] = [
  {columns: 80, rows: 24},
  {columns: 120, rows: 40},
  {columns: 200, rows: 50},
  {columns: 30, rows: 6},
  {columns: 10, rows: 3},
];

for (const size of sizes) {
  const {columns, rows} = size;
  test(`Ink draws what stands already, cell by cell, at ${columns}x${rows}`, async t => {
    const state = exampleState(size);
    const text = firstScreen(toScreen(state), columns, themes.ansi);
    assert.ok(text);
    const terminal = new xterm.Terminal({cols: columns, rows, allowProposedApi: true});
    t.after(() => terminal.dispose());
    await new Promise<void>(done => terminal.write(text, done));
    const monitor = mount(t, state);
    await monitor.until('is drawn', () => true);
    const first = runsOf(terminal.buffer.active, columns, rows);
    assert.deepEqual(first, runsOf(monitor.buffer(), columns, rows));
    assert.ok(
      first.flat().some(({foreground}) => foreground !== null),
      'it has colours',
    );
    assert.ok(
      first.flat().some(({inverse}) => inverse),
      'and a cursor',
    );
  });
}

test('a screen of sections, and one that is too wide, are left to Ink', () => {
  const list = toScreen(exampleState({columns: 120, rows: 20}));
  assert.equal(firstScreen(list, 110, themes.ansi), null);
  const body = {kind: 'sections', sections: [], scroll: 0, height: 18} as const;
  assert.equal(firstScreen({...list, body}, 120, themes.ansi), null);
});
