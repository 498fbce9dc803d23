import type {State} from '../../app/state/state.ts';
import {type Line, line, span} from '../../domain/line.ts';

/** The line of a list without rows: the reason why it is empty. */
export function emptyLine({list, typeFilter, filter}: State): Line {
  const hidden = list?.hiddenLoopback ?? 0;
  if (filter.query.text !== '')
    return line(span(`  No socket of ${list?.countBeforeFilter ?? 0} is kept by the filter; Esc clears it.`));
  if (hidden > 0) return line(span(`  No other sockets: ${hidden} on loopback are hidden, L shows them.`));
  const isLimited = typeFilter.protocols.size > 0 || typeFilter.families.size > 0 || typeFilter.listening;
  return line(span(isLimited ? '  No socket is of the selected kind.' : '  This host has no TCP or UDP sockets.'));
}
