import type {Line} from '../../domain/line.ts';
import {helpLines} from '../../screens/help/help-lines.ts';
import {hiddenNotes} from '../table/summary.ts';
import {pageFrame} from './frame.ts';
import {clamp} from './list-lines.ts';
import type {HelpMode, State} from './state.ts';

/** The help on a screen of this size, and its first line shown, never past the end. */
export function helpPage(
  {size, settings, list}: State,
  {over, scroll}: HelpMode,
): {lines: readonly Line[]; scroll: number} {
  const {symbols, ascii, readOnly = false} = settings;
  const hidden = list ? hiddenNotes(list.summary) : [];
  const problems = [...hidden, ...(list?.snapshot.problems ?? []).map(({text}) => text)];
  const lines = helpLines(over.at, {cells: size.columns, symbols, ascii, readOnly, problems});
  return {lines, scroll: clamp(scroll, 0, Math.max(0, lines.length - pageFrame(size).body))};
}
