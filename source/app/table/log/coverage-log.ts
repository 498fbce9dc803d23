import type {Evidence} from '../../../domain/evidence.ts';
import type {Problem} from '../../../domain/snapshot.ts';
import {hostNotes} from '../../../judge/host-notes.ts';
import {information, warning} from './log-kinds.ts';
import type {LogLine} from './log-line.ts';

/** Gaps of the refreshes so far, by kind: the last words for each, and the number of refreshes without it. */
export type Gaps = ReadonlyMap<string, {readonly text: string; readonly absent: number}>;

/** A gap is over once so many refreshes had none of its kind: some come and go with every process. */
const refreshesToEnd = 10;

/** The gaps of a refresh: problems by kind, and notes on the whole host. */
export function gapsOf(problems: readonly Problem[], evidence: Evidence | undefined): Gaps {
  const texts = [
    ...problems.map(({kind, text}) => [kind, text] as const),
    ...hostNotes(evidence).map(({text}) => [text, text] as const),
  ];
  return new Map(texts.map(([kind, text]) => [kind, {text, absent: 0}]));
}

/** The lines for gaps that began or are over, and the gaps to compare the next refresh with. */
export function compareGaps(before: Gaps, found: Gaps): {readonly lines: readonly LogLine[]; readonly gaps: Gaps} {
  const gaps = new Map(found);
  const lines: LogLine[] = [];
  for (const [kind, {text}] of found) {
    if (!before.has(kind)) lines.push({priority: warning, text: `coverage: ${text}`});
  }
  for (const [kind, {text, absent}] of before) {
    if (found.has(kind)) continue;
    if (absent + 1 < refreshesToEnd) gaps.set(kind, {text, absent: absent + 1});
    else lines.push({priority: information, text: `coverage, over: ${text}`});
  }
  return {lines, gaps};
}
