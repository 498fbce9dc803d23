import type {Block, PlacedBlock} from '../domain/baseline.ts';
import {type Clean, trusted} from '../domain/text.ts';
import {blockKeys, contentOf, expectationOf, partOf} from './block-keys.ts';
import {type ParsedBaseline, parseBaseline} from './parse-baseline.ts';
import {replacements} from './replace-block.ts';
import {breakAt, type Splice, spliced} from './text-splices.ts';
import {withdrawal} from './withdraw-block.ts';

/** A change of a baseline file. `placed` is a block of an earlier reading, and is found again by its content. */
export type BaselineEdit =
  | {readonly kind: 'append'; readonly block: Block}
  | {readonly kind: 'replace'; readonly placed: PlacedBlock; readonly block: Block}
  | {readonly kind: 'withdraw'; readonly placed: PlacedBlock};

type InPlace = Exclude<BaselineEdit, {readonly kind: 'append'}>;

/** The text after the changes, or why there is none. */
export type Edited =
  | {readonly kind: 'edited'; readonly text: string}
  | {readonly kind: 'refused'; readonly reason: Clean};

type Parsed = Extract<ParsedBaseline, {readonly kind: 'parsed'}>;

/** The reason is clean. */
class Refusal extends Error {}

/**
 * Changes the text of a baseline file; `checks` are the names that `failed` takes. Everything that is no part of a
 * change stays as it is: comments, order, blank lines, line ends. A block that is accepted already is not written
 * again. The new text is read again before it is returned. Never throws.
 */
export function editBaseline(text: string, edits: readonly BaselineEdit[], checks: ReadonlySet<string>): Edited {
  try {
    const parsed = parseBaseline(text, checks);
    if (parsed.kind === 'broken') throw new Refusal(`line ${parsed.line}: ${parsed.reason}`);
    const inPlace = edits.filter(edit => edit.kind !== 'append');
    const kept = [
      ...parsed.blocks.filter(block => !inPlace.some(({placed}) => contentOf(placed) === contentOf(block))),
      ...inPlace.flatMap(edit => (edit.kind === 'replace' ? [edit.block] : [])),
    ];
    const added = newOnes(
      kept,
      edits.flatMap(edit => (edit.kind === 'append' ? [edit.block] : [])),
    );
    const splices = inPlace.flatMap(edit => splicesFor(text, parsed, edit));
    const edited = appended(spliced(text, splices), added);
    mustHave(parseBaseline(edited, checks), [...kept, ...added]);
    return {kind: 'edited', text: edited};
  } catch (error) {
    if (error instanceof Refusal) return {kind: 'refused', reason: trusted(error.message)};
    throw error;
  }
}

/** The blocks of `added` that accept anything that `kept`, and the blocks before them, do not. */
function newOnes(kept: readonly Block[], added: readonly Block[]): readonly Block[] {
  const seen = new Set(kept.map(expectationOf));
  return added.filter(block => {
    const expectation = expectationOf(block);
    const isNew = !seen.has(expectation);
    seen.add(expectation);
    return isNew;
  });
}

/** Throws Refusal where a text does not read as these blocks, in any order. */
function mustHave(parsed: ParsedBaseline, blocks: readonly Block[]): void {
  if (parsed.kind === 'broken') throw new Refusal(parsed.reason);
  const found = parsed.blocks.map(contentOf).sort();
  const wanted = blocks.map(contentOf).sort();
  if (found.join('\n') !== wanted.join('\n')) throw new Refusal('the file cannot be changed as text: edit it by hand');
}

function splicesFor(text: string, {blocks, located}: Parsed, edit: InPlace): readonly Splice[] {
  const index = blocks.findIndex(block => contentOf(block) === contentOf(edit.placed));
  const block = blocks[index];
  const place = located.blocks[index];
  if (!block || !place) throw new Refusal('the block is no longer there: the file was changed meanwhile');
  const {headerEnd, lines, kind} = place;
  if (headerEnd === null) {
    throw new Refusal(`line ${lines.first}: the block is part of an array: give it a header [[${kind}]] first`);
  }
  return edit.kind === 'withdraw'
    ? [withdrawal(text, place)]
    : replacements(text, {...place, headerEnd}, block, edit.block);
}

/** The keys of a block that have a value, each on a line. */
const linesOf = (block: Block): readonly string[] =>
  blockKeys.flatMap(key => {
    const value = key.of.includes(block.kind) ? partOf(block, key) : null;
    return value === null ? [] : [`${key.key} = ${key.show(value)}`];
  });

/** The text with these blocks at its end, with a blank line before each. */
function appended(text: string, blocks: readonly Block[]): string {
  if (blocks.length === 0) return text;
  const end = breakAt(text, text.length);
  const isEmpty = text === '' || text === '\ufeff';
  const body = isEmpty || text.endsWith('\n') ? text : text + end;
  const isSeparate = isEmpty || body.endsWith('\n\n') || body.endsWith('\n\r\n');
  const added = blocks.map(block => [`[[${block.kind}]]`, ...linesOf(block), ''].join(end));
  return body + (isSeparate ? '' : end) + added.join(end);
}
