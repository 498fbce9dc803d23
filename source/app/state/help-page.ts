import type {Line} from '../../domain/line.ts';
import {helpLines} from '../../screens/help/help-lines.ts';
import {hiddenNotes} from '../table/summary.ts';
import {pageFrame} from './frame.ts';
import {clamp} from './list-lines.ts';
import type {Help, State} from './state.ts';

/** The help on a screen of this size, and its first line shown, never past the end. */
export function helpPage(
  {size, settings, look}: State,
  {over, scroll}: Help,
): {lines: readonly Line[]; scroll: number} {
  const {symbols, ascii, readOnly = false} = settings;
  const hidden = look ? hiddenNotes(look.summary) : [];
  const problems = [...hidden, ...(look?.snapshot.problems ?? []).map(({text}) => text)];
  const lines = helpLines(over.at, {cells: size.columns, symbols, ascii, readOnly, problems});
  return {lines, scroll: clamp(scroll, 0, Math.max(0, lines.length - pageFrame(size).body))};
}
