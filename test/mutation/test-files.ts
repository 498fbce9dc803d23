import {unitFiles} from '../groups.ts';

/** The folders of `source/` that are mutated: pure, and the heart of what is shown. */
export const mutatedFolders = ['domain', 'judge', 'app'] as const;

/** Tests that a mutant may be killed by: those of pure folders, which are quick and have no effects. */
export const pureTestFiles: readonly string[] = unitFiles.filter(file =>
  /^test\/(?:domain|judge|app|screens)\//.test(file),
);
