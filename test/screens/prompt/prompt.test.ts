import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {State} from '../../../source/app/state/state.ts';
import {type Line, lineText} from '../../../source/domain/line.ts';
import {toScreen} from '../../../source/screens/screen.ts';
import {width} from '../../../source/screens/text/fit.ts';
import {lineWidth} from '../../../source/screens/text/parts.ts';
import {exampleState, play} from '../../helpers/example-host.ts';
import {press} from '../../helpers/listing.ts';

const typing = (text: string, columns = 100): State =>
  play(press(exampleState({columns, rows: 24}), 'filter'), {type: 'typed', text});

function lastLine(state: State): Line {
  const line = toScreen(state).below.at(-1);
  assert.ok(line);
  return line;
}

const promptOf = (state: State): string => lineText(lastLine(state)).trimEnd();

/** The character in reverse, which stands for the caret. */
const caret = (state: State): string | undefined => lastLine(state).spans.find(({tone}) => tone === 'alert')?.text;

test('an empty filter is a slash, a caret and the keys of the prompt', () => {
  assert.match(promptOf(typing('')), /^\/ {2,}Enter keep {2}Tab complete {2}Esc as before$/);
  assert.equal(caret(typing('')), ' ');
});

test('the caret is on the character before which typed text is inserted', () => {
  const state = typing('abc');
  assert.equal(caret(state), ' ');
  assert.equal(caret(press(state, 'caret-left')), 'c');
  assert.equal(caret(press(state, 'caret-start')), 'a');
  assert.match(promptOf(press(state, 'caret-start')), /^\/abc /);
  assert.equal(caret(press(typing('a🎉'), 'caret-left')), '?', 'a character of two units is one place');
});

test('completions of a word are shown beside the text', () => {
  assert.match(promptOf(typing('p')), /^\/p {3,}port: proto: proc: pid:$/);
  assert.match(promptOf(typing('verdict:')), / explained learn suspect$/, 'rather than that a value is needed');
});

test('an error is shown with its place, and the text turns red', () => {
  const wrong = typing('port:22 foo:1');
  assert.match(promptOf(wrong), /^\/port:22 foo:1 {3,}at 9: there is no field foo$/);
  assert.equal(lastLine(wrong).spans.find(({text}) => text.includes('foo'))?.tone, 'error');
  assert.equal(lastLine(typing('port:22')).spans.find(({text}) => text.includes('22'))?.tone, 'strong');
});

const long = 'state:listen|established !user:root dst:10.0.0.0/8 exe:/^.usr.lib/ proc:nginx|apache2 is:exposed';

test('of a long text the part around the caret is shown', () => {
  const end = typing(long, 60);
  assert.ok(promptOf(end).includes('is:exposed'), promptOf(end));
  assert.ok(promptOf(press(end, 'caret-start')).startsWith('/state:listen'));
});

test('the caret is on the screen wherever it stands, and no line is wider than the terminal', () => {
  for (const text of [long, '東京'.repeat(40), `port:22 ${'x'.repeat(80)} foo:1`, 'p', '']) {
    for (const columns of [1, 2, 8, 20, 40, 60, 80, 120, 200]) {
      for (const steps of [0, 1, 30]) {
        const state = press(typing(text, columns), ...Array<'caret-left'>(steps).fill('caret-left'));
        assert.ok(lineWidth(lastLine(state)) <= columns, `${promptOf(state)} at ${columns}`);
        if (columns >= 12)
          assert.equal(width(caret(state) ?? ''), text[0] === '東' && steps > 0 ? 2 : 1, promptOf(state));
      }
    }
  }
});

test('the export prompt shows its keys', () => {
  const prompted = press(exampleState({columns: 80, rows: 24}), 'export');
  assert.equal(promptOf(prompted), 'write these sockets as  j JSON  c CSV  Esc no');
});

test('the wording of the export prompt gets shorter before its keys are left out', () => {
  const at = (columns: number): string => promptOf(press(exampleState({columns, rows: 5}), 'export'));
  assert.equal(at(30), 'write  j JSON  c CSV  Esc no');
  assert.equal(at(20), 'write  j JSON  c CSV');
  assert.equal(at(14), 'j JSON  c CSV');
});

test('a pane without a last line shows the list alone', () => {
  const small = press(exampleState({columns: 80, rows: 3}), 'filter');
  assert.deepEqual(toScreen(small).below, []);
});
