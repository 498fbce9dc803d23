import type {State} from '../../app/state/state.ts';
import {type Span, span} from '../../domain/line.ts';
import {duration} from '../text/time.ts';

/** Milliseconds without a key after which the user may have been away. */
const away = 60_000;

/** What happened while nobody pressed a key; empty where nothing did, or the user was there. */
export function sinceSpans({sinceKey, now}: State): readonly Span[] {
  const {at, opened, closed, suspect} = sinceKey;
  if (now - at < away || opened + closed + suspect === 0) return [];
  return [
    span(`in ${duration(now - at)} without a key: ${opened} opened, ${closed} closed`, 'accent'),
    ...(suspect > 0 ? [span(`, ${suspect} turned suspect`, 'suspect')] : []),
  ];
}
