import {type Span, span, type Tone} from '../../domain/line.ts';
import {cut, endOf, steady, width} from '../text/fit.ts';
import type {Symbols} from '../text/symbols.ts';

/** A text that is being typed, with the caret (UTF-16 units from 0) in sight: at most `room` cells and the caret. */
export function inputSpans(
  text: string,
  caret: number,
  room: number,
  tone: Tone,
  {ellipsis}: Symbols,
): readonly Span[] {
  const before = endOf(steady(text.slice(0, caret)), room);
  const [at = ' '] = text.slice(caret);
  const after = cut(steady(text.slice(caret + at.length)), Math.max(0, room - width(before)), ellipsis);
  return [span(before, tone), span(steady(at), 'alert'), span(after, tone)];
}
