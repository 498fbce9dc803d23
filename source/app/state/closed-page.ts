import type {Line} from '../../domain/line.ts';
import {closedLines} from '../../screens/closed/closed-lines.ts';
import {maxRemembered} from '../table/track-changes.ts';
import {pageFrame} from './frame.ts';
import {clamp} from './list-lines.ts';
import type {ClosedMode, State} from './state.ts';

/** Over the closed sockets: with heavy churn fewer are remembered than closed in the hour. */
export const closedTitle = ({track: {closed}}: State): string =>
  closed.length < maxRemembered
    ? 'closed in the last hour'
    : `the last ${maxRemembered} that closed, all within an hour`;

/** The sockets that closed lately on a screen of this size, and the first line shown, never past the end. */
export function closedPage(
  {track, size, settings}: State,
  {scroll}: ClosedMode,
): {lines: readonly Line[]; scroll: number} {
  const lines = closedLines(track.closed, size.columns, settings.symbols);
  return {lines, scroll: clamp(scroll, 0, Math.max(0, lines.length - pageFrame(size).body))};
}
