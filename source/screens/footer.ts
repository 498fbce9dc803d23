import type {Mode} from '../app/keys/binding.ts';
import {bindingsOf} from '../app/keys/bindings.ts';
import {writeKey} from '../app/keys/write-key.ts';
import {type Line, line, span} from '../domain/line.ts';
import {atEdges, joinParts} from './text/parts.ts';

/** The hints of a screen's keys, as many as fit whole, and the scroll position at the right edge. */
export function footerLine(mode: Mode, columns: number, position: string, ascii: boolean): Line {
  const hints = bindingsOf(mode).flatMap(({keys: [key = ''], hint}) =>
    hint ? [{variants: [[span(writeKey(key, ascii), 'accent'), span(` ${hint.text}`, 'dim')]], rank: hint.rank}] : [],
  );
  const room = columns - (position === '' ? 0 : position.length + 2);
  const right = position === '' ? line() : line(span(position, 'dim'));
  return atEdges(joinParts(hints, room, '  '), right, columns);
}
