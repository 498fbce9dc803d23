import type {Detail} from '../../app/state/modes.ts';
import type {State} from '../../app/state/state.ts';
import {endsText, protocolText} from '../../app/table/cells.ts';
import {type Line, span} from '../../domain/line.ts';
import {steady} from '../text/fit.ts';
import {cutLine, joinParts, type LinePart} from '../text/parts.ts';
import {clockTime} from '../text/time.ts';

/** The line above a detail: state, ends and service of the socket. */
export function detailTitle(detail: Detail, {size: {columns}, settings, pausedAt}: State): Line {
  const {row} = detail;
  const ends = steady(`${protocolText(row.socket)} ${endsText(row, columns, settings.symbols)}`);
  const parts: readonly LinePart[] = [
    statePart(detail),
    {variants: [[span(ends, 'strong')]], rank: 0},
    {variants: [row.service === null ? [] : [span(steady(row.service))]], rank: 2},
    ...(pausedAt === null ? [] : [{variants: [[span(' PAUSED ', 'alert')]], rank: 0}]),
  ];
  return cutLine(joinParts(parts, columns, '  '), columns);
}

function statePart({row: {socket}, closedAt}: Detail): LinePart {
  if (closedAt === null) return {variants: [[span(socket.state, 'heading')]], rank: 1};
  const since = [span(` CLOSED since ${clockTime(closedAt)} `, 'alert'), span(` was ${socket.state}`)];
  return {variants: [since, [span(' CLOSED ', 'alert')]], rank: 0};
}
