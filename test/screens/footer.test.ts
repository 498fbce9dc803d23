import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {Mode} from '../../source/app/keys/binding.ts';
import {bindingsOf} from '../../source/app/keys/bindings.ts';
import {writeKey} from '../../source/app/keys/write-key.ts';
import {lineText} from '../../source/domain/line.ts';
import {footerLine} from '../../source/screens/footer.ts';
import {lineWidth} from '../../source/screens/text/parts.ts';

for (const mode of ['list', 'detail', 'help'] satisfies Mode[]) {
  const hints = bindingsOf(mode).flatMap(({keys: [key = ''], hint}) => (hint ? `${writeKey(key)} ${hint.text}` : []));
  const last = mode === 'help' ? 'q back' : mode === 'detail' ? '? help  q back' : '? help  q quit';

  test(`the footer of the ${mode} drops whole hints as the terminal narrows, ? and q last`, () => {
    let before = hints.length;
    for (let columns = 200; columns >= last.length; columns--) {
      const text = lineText(footerLine(mode, columns, '', false));
      const shown = text.split('  ');
      for (const hint of shown) assert.ok(hints.includes(hint), `"${hint}" at ${columns}`);
      assert.ok(text.endsWith(last), `"${text}" at ${columns}`);
      assert.ok(shown.length <= before && shown.length >= before - 1, `one by one, at ${columns}`);
      before = shown.length;
    }
    assert.equal(lineText(footerLine(mode, 200, '', false)), hints.join('  '));
    assert.equal(lineText(footerLine(mode, last.length, '', false)), last);
  });

  test(`the footer of the ${mode} is never wider than the terminal`, () => {
    for (let columns = 1; columns <= 200; columns++) {
      for (const position of ['', '2/35', 'end']) {
        const line = footerLine(mode, columns, position, false);
        if (columns > position.length + 2) assert.ok(lineWidth(line) <= columns, `${position} at ${columns}`);
      }
    }
  });
}

test('the position is at the right edge', () => {
  const text = lineText(footerLine('list', 60, '2/35', false));
  assert.equal(text.length, 60);
  assert.ok(text.endsWith('  2/35'));
});
