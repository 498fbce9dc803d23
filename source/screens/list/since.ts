import type {State} from '../../app/state/state.ts';
import {type Span, span} from '../../domain/line.ts';
import {duration} from '../text/time.ts';

/** Milliseconds without a key after which the footer shows the changes since. */
const awayAfter = 60_000;

/** The changes since the last key press; empty without changes, or where the last key was pressed recently. */
export function sinceSpans({sinceKey, now}: State): readonly Span[] {
  const {at, opened, closed, suspect, drifted} = sinceKey;
  if (now - at < awayAfter || opened + closed + suspect + drifted === 0) return [];
  return [
    span(`in ${duration(now - at)} without a key: ${opened} opened, ${closed} closed`, 'accent'),
    ...(suspect > 0 ? [span(`, ${suspect} turned suspect`, 'suspect')] : []),
    ...(drifted > 0 ? [span(`, ${drifted} drifted or new to the baseline`, 'suspect')] : []),
  ];
}
