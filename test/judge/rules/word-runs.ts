import {createHash} from 'node:crypto';

/** Words of a text in lower case, without punctuation: a run of them is the same however a line is broken or quoted. */
export const wordsOf = (text: string): readonly string[] => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];

/** Every run of this many words, in the order of the text. */
export function runsOf(words: readonly string[], length: number): readonly string[] {
  return words.slice(length - 1).map((_, index) => words.slice(index, index + length).join(' '));
}

/** Hexadecimal digits of a hash: enough that no run of ours has that of another run by chance. */
const digits = 10;

export const hashOf = (run: string): string => createHash('sha256').update(run).digest('hex').slice(0, digits);

/** Lengths of the runs that are kept of a document: single words, runs that a citation is made of, and sentences. */
export const runLengths = [1, 2, 3, 6] as const;
export type RunLength = (typeof runLengths)[number];

/**
 * The hashes of all runs of a document by their length, sorted and in one text: none of the document can be read there.
 */
export type HashedDocument = Readonly<Record<RunLength, string>>;

export function hashDocument(text: string): HashedDocument {
  const words = wordsOf(text);
  const hashed = (length: RunLength): string => [...new Set(runsOf(words, length).map(hashOf))].sort().join('');
  return {1: hashed(1), 2: hashed(2), 3: hashed(3), 6: hashed(6)};
}

/** Whether a run of words stands in a document. */
export type Stands = (length: RunLength, run: string) => boolean;

export function standsIn(document: HashedDocument): Stands {
  const split = (hashes: string) => new Set(hashes.match(new RegExp(`.{${digits}}`, 'g')));
  const sets = {1: split(document[1]), 2: split(document[2]), 3: split(document[3]), 6: split(document[6])};
  return (length, run) => sets[length].has(hashOf(run));
}

/**
 * Whether a citation points at something that stands in a document: it has a run of three words of the document, or is
 * a shorter run itself; more than half of its words are in runs of two or more; and no word is not in the document.
 */
export function isPassage(citation: string, stands: Stands): boolean {
  const words = wordsOf(citation);
  const pairs = runsOf(words, 2).map(run => stands(2, run));
  const inPair = words.filter((_, index) => pairs[index - 1] || pairs[index]);
  const hasRun = words.length < 3 ? pairs.every(Boolean) : runsOf(words, 3).some(run => stands(3, run));
  return words.length > 1 && hasRun && inPair.length > words.length / 2 && words.every(word => stands(1, word));
}
