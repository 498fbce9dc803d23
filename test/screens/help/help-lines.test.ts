import assert from 'node:assert/strict';
import {test} from 'node:test';
import {bindingsOf} from '../../../source/app/keys/bindings.ts';
import {writeKey} from '../../../source/app/keys/write-key.ts';
import {columns} from '../../../source/app/table/columns.ts';
import {lineText} from '../../../source/domain/line.ts';
import {trusted} from '../../../source/domain/text.ts';
import {verdicts} from '../../../source/domain/verdict.ts';
import {helpLines} from '../../../source/screens/help/help-lines.ts';
import {asciiSymbols, unicodeSymbols} from '../../../source/screens/text/symbols.ts';
import {labelled} from '../../../source/screens/text/write.ts';

const help = (mode: 'list' | 'detail', problems: readonly string[] = [], cells = 200): readonly string[] =>
  helpLines(mode, {cells, symbols: unicodeSymbols, ascii: false, problems}).map(lineText);

for (const mode of ['list', 'detail'] as const) {
  test(`the help of the ${mode} lists each of its bindings, and no other`, () => {
    const lines = help(mode);
    for (const {keys, help: words} of bindingsOf(mode)) {
      const line = lines.find(
        each => each.startsWith(`  ${keys.map(key => writeKey(key)).join(' ')} `) && each.endsWith(words),
      );
      assert.ok(line, `${keys.join(' ')}: ${words}`);
    }
    const listed = lines.slice(1, lines.includes('') ? lines.indexOf('') : undefined);
    assert.equal(listed.length, bindingsOf(mode).length);
  });
}

test('the help of the list explains verdicts and columns', () => {
  const text = help('list').join('\n');
  for (const verdict of verdicts) assert.ok(text.includes(`${unicodeSymbols.verdict[verdict]} ${verdict}`));
  for (const {title, help: words} of columns) assert.match(text, new RegExp(`^  ${title} +${words.slice(0, 20)}`, 'm'));
});

test('the help of the list shows the gaps of the last poll', () => {
  assert.deepEqual(help('list', ['13 processes could not be read']).slice(0, 2), [
    'NOT SEEN BY THE LAST REFRESH',
    '  13 processes could not be read',
  ]);
  assert.doesNotMatch(help('list').join('\n'), /NOT SEEN/);
});

test('in ASCII the help has no other character', () => {
  for (const mode of ['list', 'detail'] as const) {
    const lines = helpLines(mode, {cells: 80, symbols: asciiSymbols, ascii: true, problems: []});
    assert.match(lines.map(lineText).join(''), /^[ -~]*$/);
  }
});

test('a labelled text is wrapped under itself; a pane too narrow gets it below the label', () => {
  const texts = (cells: number): readonly string[] =>
    labelled('label', 'one two three four five', cells, 'normal', 8).map(lineText);
  assert.deepEqual(texts(40), ['  label   one two three four five']);
  assert.deepEqual(texts(28), ['  label   one two three four', '          five']);
  assert.deepEqual(texts(20), ['  label', '    one two three', '    four five']);
});

test('the help of the list shows what bears on every verdict of the host', () => {
  const lines = helpLines('list', {
    cells: 200,
    symbols: unicodeSymbols,
    ascii: false,
    problems: [],
    hostNotes: ['/etc/ld.so.preload makes every program load /x.so'],
  }).map(lineText);
  assert.deepEqual(lines.slice(0, 2), ['OF THIS HOST', '  /etc/ld.so.preload makes every program load /x.so.']);
});

test('the help of the list ends with the sockets that never leave this machine', () => {
  const localFamilies = [
    {name: trusted('UNIX'), count: 312},
    {name: trusted('netlink'), count: 14},
  ];
  const options = {cells: 80, symbols: unicodeSymbols, ascii: false, problems: [], localFamilies};
  assert.deepEqual(helpLines('list', options).map(lineText).slice(-2), [
    'NOT SHOWN, LOCAL TO THIS MACHINE',
    '  312 UNIX, 14 netlink',
  ]);
  assert.doesNotMatch(help('list').join('\n'), /NOT SHOWN/);
});
