import {variants} from '../scenarios/all.ts';
import {kinds} from '../scenarios/kinds.ts';
import {type Result, results} from '../stage/variant.ts';
import type {Outcome} from './judge.ts';
import {scoreOf} from './score.ts';

/** A row a kind, with how many of its variants had each result, and the score under it. */
export function tableOf(outcomes: ReadonlyMap<string, Outcome>): string {
  const head = ['kind', 'technique', 'variants', ...results];
  const rows = Object.entries(kinds).flatMap(([kind, technique]) => {
    const ours = variants.filter(each => `${each.kind}` === kind).flatMap(({id}) => outcomes.get(id) ?? []);
    return ours.length === 0 ? [] : [[kind, technique, ...counts(ours)]];
  });
  return [...aligned([head, ...rows, ['', 'all', ...counts([...outcomes.values()])]]), '', scoreLine(outcomes)].join(
    '\n',
  );
}

export function scoreLine(outcomes: ReadonlyMap<string, Outcome>): string {
  const {variants: number, caught, green} = scoreOf([...outcomes.values()]);
  return `${number} variants: caught ${caught.toFixed(1)} %, explained or false ${green.toFixed(1)} %`;
}

const counts = (outcomes: readonly Outcome[]): readonly string[] => [
  `${outcomes.length}`,
  ...results.map(result => countOf(outcomes, result)),
];

function countOf(outcomes: readonly Outcome[], wanted: Result): string {
  const count = outcomes.filter(({result}) => result === wanted).length;
  return count === 0 ? '·' : `${count}`;
}

function aligned(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map(row => row[column]?.length ?? 0)));
  return rows.map(row =>
    row
      .map((cell, column) => (column === 1 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
}
