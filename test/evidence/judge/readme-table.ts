import {variants} from '../scenarios/all.ts';
import {kinds} from '../scenarios/kinds.ts';
import type {Outcome} from './judge.ts';

/** Markdown for the readme: a row a kind, with how many of its variants are caught, and the results of the others. */
export function readmeTable(outcomes: ReadonlyMap<string, Outcome>): string {
  const rows = Object.entries(kinds).flatMap(([kind, technique]) => {
    const ours = variants.filter(each => `${each.kind}` === kind);
    if (ours.length === 0) return [];
    const missed = ours.flatMap(({id}) => {
      const result = outcomes.get(id)?.result;
      return result === undefined || result === 'caught' ? [] : [`\`${id}\`: ${result}`];
    });
    return [`| ${technique} | ${ours.length - missed.length} of ${ours.length} | ${missed.join('<br>')} |`];
  });
  return ['| kind | caught | the others |', '| --- | --- | --- |', ...rows].join('\n');
}
