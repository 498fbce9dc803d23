import type {Snapshot} from '../../../domain/snapshot.ts';
import type {AssessedSnapshot} from '../../../judge/assess-all.ts';
import type {Symbols} from '../../../screens/text/symbols.ts';
import type {GoodQuery} from '../filter/query.ts';
import {shownChanges} from '../shown-changes.ts';
import {socketSentence} from '../socket-sentence.ts';
import {hiddenNotes, type Summary} from '../summary.ts';
import type {TypeFilter} from '../type-filter.ts';
import {information, logKindOf, type Priority, type Step, warning} from './log-kinds.ts';

/** A line of the log, and its priority for the journal. */
export type LogLine = {readonly priority: Priority; readonly text: string};

/** The lines for the changes of a poll that are worth one, of sockets that the options and the filter keep. */
export function changeLines(
  {delta: {opened, changed, closed}}: Pick<AssessedSnapshot, 'delta'>,
  typeFilter: TypeFilter,
  query: GoodQuery,
  symbols: Symbols,
): readonly LogLine[] {
  const steps: readonly Step[] = [
    ...opened.map(now => ({old: null, now})),
    ...changed.map(([old, now]) => ({old, now})),
    ...closed.map(old => ({old, now: null})),
  ];
  const kept = steps.flatMap(step => {
    const kind = logKindOf(step);
    const row = step.now ?? step.old;
    if (!kind || !row) return [];
    const event = step.old === null ? 'opened' : step.now === null ? 'closed' : 'changed';
    return [{event, row, ...kind} as const];
  });
  return shownChanges(kept, typeFilter, query).map(({row, words, priority}) => ({
    priority,
    text: `${words}: ${socketSentence(row, symbols)}`,
  }));
}

/** The first line: the number of sockets that are watched, by standing, and everything that is not seen. */
export function firstLine(summary: Summary, {problems}: Pick<Snapshot, 'problems'>): LogLine {
  const {sockets, standings, acceptances, exposedListeners} = summary;
  const counts = Object.entries(standings).flatMap(([standing, count]) => (count === 0 ? [] : `${count} ${standing}`));
  const drifting = acceptances.drifted + acceptances.new;
  const parts = [
    `watching ${sockets} ${sockets === 1 ? 'socket' : 'sockets'}${counts.length === 0 ? '' : `: ${counts.join(', ')}`}`,
    ...(exposedListeners === 0 ? [] : [`${exposedListeners} exposed`]),
    ...(drifting === 0 ? [] : [`${drifting} not as accepted`]),
    ...hiddenNotes(summary),
    ...problems.map(({text}) => text),
  ];
  const isLoud = standings.suspect + drifting > 0;
  return {priority: isLoud ? warning : information, text: parts.join('; ')};
}
