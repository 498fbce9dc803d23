import {fileURLToPath} from 'node:url';
import {isWorse, type Outcome} from './judge/judge.ts';
import {variants} from './scenarios/all.ts';
import {type Result, results} from './stage/variant.ts';

type Outcomes = ReadonlyMap<string, Outcome>;

/** The result of each variant and the deciding row as printed. The program must not fall behind these results. */
export const expectedFile = fileURLToPath(new URL('expected.json', import.meta.url));

export function readExpected(text: string): Outcomes {
  const entries = Object.entries(JSON.parse(text) as Readonly<Record<string, string>>);
  return new Map(
    entries.map(([id, line]) => {
      const [first = ''] = line.split(': ');
      return [id, {result: resultIn(first), printed: line.slice(first.length + 2)}];
    }),
  );
}

function resultIn(text: string): Result {
  const result = results.find(each => each === text);
  if (result === undefined) throw new Error(`not a result: ${text}`);
  return result;
}

/** In the order of the variants, so that a change is read easily. */
export function writtenExpected(outcomes: Outcomes): string {
  const lines = variants.flatMap(({id}) => {
    const outcome = outcomes.get(id);
    return outcome ? [[id, `${outcome.result}: ${outcome.printed}`]] : [];
  });
  return `${JSON.stringify(Object.fromEntries(lines), null, 2)}\n`;
}

/** The new expectation: the latest outcome, or the worst one so far where the answer is a matter of chance. */
export function updated(expected: Outcomes, outcomes: Outcomes): Outcomes {
  const now = variants.flatMap(({id, varies}): readonly (readonly [string, Outcome])[] => {
    const [before, after] = [expected.get(id), outcomes.get(id)];
    const keeps =
      after === undefined || (varies === true && before !== undefined && !isWorse(after.result, before.result));
    const chosen = keeps ? before : after;
    return chosen ? [[id, chosen]] : [];
  });
  return new Map(now);
}

/** Variants with a worse result than expected, each with the deciding row. */
export const fallenBehind = (expected: Outcomes, outcomes: Outcomes): readonly string[] =>
  changes(expected, outcomes, (before, after) => isWorse(after, before));

/** Variants with a better result than expected. */
export const improved = (expected: Outcomes, outcomes: Outcomes): readonly string[] =>
  changes(expected, outcomes, (before, after) => isWorse(before, after));

function changes(
  expected: Outcomes,
  outcomes: Outcomes,
  counts: (before: Result, after: Result) => boolean,
): readonly string[] {
  return variants.flatMap(({id, varies}) => {
    const [before, after] = [expected.get(id), outcomes.get(id)];
    if (varies || !before || !after || !counts(before.result, after.result)) return [];
    return [`${id}: ${before.result} -> ${after.result}: ${after.printed}`];
  });
}
