import {relative} from 'node:path';
import type {MutantResult} from '@stryker-mutator/api/core';

/** A mutant as Stryker reports it. */
export type Mutant = Pick<MutantResult, 'fileName' | 'location' | 'mutatorName' | 'replacement' | 'status'>;

const detected: readonly Mutant['status'][] = ['Killed', 'Timeout'];
const undetected: readonly Mutant['status'][] = ['Survived', 'NoCoverage'];

/** Mutants that no test noticed, one a line: where, what stands there instead, and whether a test came by. */
export function survivors(mutants: readonly Mutant[]): readonly string[] {
  return mutants
    .filter(({status}) => undetected.includes(status))
    .map(({fileName, location: {start}, mutatorName, replacement, status}) => {
      const place = `${relative('', fileName)}:${start.line}:${start.column + 1}`;
      const change = (replacement ?? mutatorName).replaceAll(/\s+/g, ' ').slice(0, 100);
      return `${place} ${change}${status === 'NoCoverage' ? ' (no test comes by)' : ''}`;
    });
}

/** The score of each folder of these and of all: killed mutants, and mutants in all. */
export function scores(mutants: readonly Mutant[], folders: readonly string[]): readonly string[] {
  const scoreOf = (name: string, some: readonly Mutant[]): string => {
    const killed = some.filter(({status}) => detected.includes(status)).length;
    const all = killed + some.filter(({status}) => undetected.includes(status)).length;
    return `${name} ${all === 0 ? 'no mutants' : `${Math.round((killed / all) * 100)} % (${killed} of ${all})`}`;
  };
  const within = (folder: string) =>
    mutants.filter(({fileName}) => relative('source', fileName).startsWith(`${folder}/`));
  return [...folders.map(folder => scoreOf(folder, within(folder))), scoreOf('all', mutants)];
}
