import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {ownCache} from '../compile-cache.ts';
import {replaceFile} from '../write-file.ts';
import type {Found} from './find-packages.ts';

/** The packages of paths, null where none has one, and a text that changes whenever a package comes or goes. */
export type Answers = {readonly stamp: string; readonly found: ReadonlyMap<string, Found | null>};

/** Answers of package managers from one run of the program to the next: dpkg-query(1) reads 11 MB for each. */
export type KeptAnswers = {
  /** The last answers; null where there are none. */
  readonly read: () => Answers | null;
  readonly write: (answers: Answers) => Promise<void>;
};

export const keepsNothing: KeptAnswers = {read: () => null, write: async () => {}};

/**
 * Keeps answers in a file beside the compiled code, which nobody else can write; nothing where there is no place for
 * it. A file that is not whole counts as none. Never rejects.
 */
export function answersInFile(directory: () => string | null = ownCache): KeptAnswers {
  const path = (): string | null => {
    const place = directory();
    return place === null ? null : join(place, 'packages.json');
  };
  return {
    read() {
      try {
        const {stamp, found} = JSON.parse(readFileSync(path() ?? '', 'utf8'));
        return {stamp, found: new Map(found)};
      } catch {
        return null;
      }
    },
    async write({stamp, found}) {
      const file = path();
      if (file !== null) await replaceFile(file, JSON.stringify({stamp, found: [...found]})).catch(() => {});
    },
  };
}
