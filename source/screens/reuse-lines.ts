import type {Line} from '../domain/line.ts';
import type {Screen} from './screen.ts';

/**
 * The screen `after`, with line objects of `before` where text and style are equal: Ink then redraws only the other
 * lines.
 */
export function reuseLines(before: Screen, after: Screen): Screen {
  const {above, body, below} = after;
  return {
    above: reuseEqual(before.above, above),
    body:
      body.kind === 'lines' && before.body.kind === 'lines'
        ? {...body, lines: reuseEqual(before.body.lines, body.lines)}
        : body,
    below: reuseEqual(before.below, below),
  };
}

const reuseEqual = (before: readonly Line[], after: readonly Line[]): readonly Line[] =>
  after.map((line, index) => {
    const old = before[index];
    return old && isSame(old, line) ? old : line;
  });

function isSame(a: Line, b: Line): boolean {
  if (a === b) return true;
  return (
    (a.selected ?? false) === (b.selected ?? false) &&
    a.spans.length === b.spans.length &&
    a.spans.every(({text, tone}, index) => text === b.spans[index]?.text && tone === b.spans[index]?.tone)
  );
}
