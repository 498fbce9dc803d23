import type {Block} from '../domain/baseline.ts';
import {type BlockKey, blockKeys, partOf} from './block-keys.ts';
import type {LocatedBlock} from './locate-blocks.ts';
import {breakAt, endOfLine, indentOf, nextLine, type Splice, startOfLine} from './text-splices.ts';
import type {TomlPair} from './toml-statements.ts';

/** A block with a header of its own. */
type Editable = LocatedBlock & {readonly headerEnd: number};

/** The changes that turn one block into another; keys with the same value stay as they are written. */
export function replacements(text: string, place: Editable, before: Block, after: Block): readonly Splice[] {
  const keys = blockKeys.filter(({of}) => of.includes(place.kind));
  const changed = keys.filter(key => JSON.stringify(partOf(before, key)) !== JSON.stringify(partOf(after, key)));
  const added = new Map<number, string>();
  const splices = changed.flatMap((key): readonly Splice[] => {
    const value = partOf(after, key);
    const pair = pairOf(place, key);
    if (pair) return [value === null ? removed(text, pair) : rewritten(text, pair, key.show(value))];
    if (value === null) return [];
    const {at, indent} = placeFor(text, place, key, after);
    added.set(at, `${added.get(at) ?? ''}${breakAt(text, place.start)}${indent}${key.key} = ${key.show(value)}`);
    return [];
  });
  return [...splices, ...[...added].map(([at, lines]) => ({start: at, end: at, text: lines}))];
}

const pairOf = ({pairs}: LocatedBlock, {key}: BlockKey): TomlPair | undefined =>
  pairs.find(({path}) => path[0] === key);

/** A new key comes after the last key that stays and comes before it in new blocks, else after the header. */
function placeFor(
  text: string,
  place: Editable,
  key: BlockKey,
  after: Block,
): {readonly at: number; readonly indent: string} {
  const earlier = blockKeys
    .slice(0, blockKeys.indexOf(key))
    .flatMap(each => (partOf(after, each) === null ? [] : (pairOf(place, each) ?? [])));
  const above = earlier.reduce<TomlPair | null>((a, b) => (a === null || b.start > a.start ? b : a), null);
  const first = place.pairs[0];
  return {
    at: endOfLine(text, above?.value.end ?? place.headerEnd),
    indent: above ? indentOf(text, above.start) : first ? indentOf(text, first.start) : '',
  };
}

/** The new value in the place of the old one; comments within the old one go above it. */
function rewritten(text: string, {start, value}: TomlPair, shown: string): Splice {
  if (value.comments.length === 0) return {start: value.start, end: value.end, text: shown};
  const separator = `${breakAt(text, start)}${indentOf(text, start)}`;
  const above = value.comments.map(comment => `${comment}${separator}`).join('');
  return {start, end: value.end, text: `${above}${text.slice(start, value.start)}${shown}`};
}

/** Takes out a key with its line; a comment after it, and comments within it, stay. */
function removed(text: string, {start, value}: TomlPair): Splice {
  const end = endOfLine(text, value.end);
  const trailing = text.slice(value.end, end).trimStart();
  const comments = [...value.comments, ...(trailing === '' ? [] : [trailing])];
  if (comments.length > 0) {
    return {start, end, text: comments.join(`${breakAt(text, start)}${indentOf(text, start)}`)};
  }
  return {start: startOfLine(text, start), end: nextLine(text, end), text: ''};
}
