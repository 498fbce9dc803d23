import {dirname} from 'node:path';

/** Tests of a file: their places among the tests of the file. */
export type ChosenFile = {readonly file: string; readonly indexes: ReadonlySet<number>};

/** A test, named by its file and its place among the tests of the file: names of tests are not unique. */
export const testId = (file: string, index: number): string => `${index} ${file}`;

/** CPU milliseconds from which a test counts as slow. */
const slowTest = 15;

const folderOf = (path: string): string => dirname(path).replace(/^\w+\//, '');

/**
 * The tests to run for a mutant of a file of `source/`, of those that come by it, file by file: first the test file
 * that mirrors the source, then those that have killed other mutants of it, then the quick ones. Slow tests are only
 * for mutants of the folder that theirs mirrors: a mutant that survives is worth half a second, not five.
 */
export function chooseTests(
  source: string,
  coveredBy: readonly string[],
  costs: ReadonlyMap<string, number>,
  kills: ReadonlyMap<string, number>,
): readonly ChosenFile[] {
  const chosen = new Map<string, Set<number>>();
  const costOf = new Map<string, number>();
  for (const id of coveredBy) {
    const [index = '', file = ''] = id.split(' ');
    const cost = costs.get(id) ?? 0;
    if (cost >= slowTest && folderOf(file) !== folderOf(source)) continue;
    chosen.set(file, (chosen.get(file) ?? new Set()).add(Number(index)));
    costOf.set(file, (costOf.get(file) ?? 0) + cost);
  }
  const mirror = source.replace('source/', 'test/').replace(/\.ts$/, '.test.ts');
  const firstOf = (file: string): number => (file === mirror ? Number.POSITIVE_INFINITY : (kills.get(file) ?? 0));
  const files = [...chosen].map(([file, indexes]) => ({file, indexes}));
  return files.sort((a, b) => {
    const [first, second] = [firstOf(a.file), firstOf(b.file)];
    return first === second ? (costOf.get(a.file) ?? 0) - (costOf.get(b.file) ?? 0) : second - first;
  });
}
