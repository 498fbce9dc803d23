import type {Problem} from './snapshot.ts';

/** Counts of problems by kind, without their texts, which may name files and programs. */
export function problemCounts(problems: readonly Problem[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const {kind, count} of problems) counts[kind] = (counts[kind] ?? 0) + count;
  return counts;
}
