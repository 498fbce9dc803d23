import type {Block, BlockLines} from '../domain/baseline.ts';
import {statementsOf, type TomlPair, type TomlStatement, type TomlValue} from './toml-statements.ts';

/** A block by its place in the text; offsets, end exclusive. */
export type LocatedBlock = {
  readonly kind: Block['kind'];
  /** Its place among the blocks of its kind. */
  readonly index: number;
  /** From its header to its last value. */
  readonly start: number;
  readonly end: number;
  readonly lines: BlockLines;
  readonly pairs: readonly TomlPair[];
  /** Where its header ends; null for a table in an array (`listener = [{…}]`), which cannot be edited. */
  readonly headerEnd: number | null;
};

/** The parts of a baseline file: its blocks, and statements that are in no block. */
export type LocatedBlocks = {
  /** In the order of the file. */
  readonly blocks: readonly LocatedBlock[];
  readonly others: readonly TomlStatement[];
  /** The line of an offset, from 1 on. */
  readonly lineAt: (offset: number) => number;
};

export const blockKinds: readonly Block['kind'][] = ['listener', 'conversation'];

const kindOf = (path: readonly string[]): Block['kind'] | undefined => blockKinds.find(kind => kind === path[0]);

/** Finds the blocks in a text that is valid TOML. Linear in the text. */
export function locateBlocks(text: string): LocatedBlocks {
  const lineAt = lineFinder(text);
  const found: Omit<LocatedBlock, 'lines'>[] = [];
  const others: TomlStatement[] = [];
  const counts = {listener: 0, conversation: 0};
  let open: Open | null = null;
  const close = (): void => {
    if (open === null) return;
    const {kind, pairs, start, end, headerEnd} = open;
    found.push({kind, pairs, start, end, headerEnd, index: counts[kind]++});
    open = null;
  };
  for (const statement of statementsOf(text)) {
    const path = statement.kind === 'pair' ? [] : statement.path;
    const kind = kindOf(path);
    if (statement.kind === 'array' && kind && path.length === 1) {
      close();
      const {start, end} = statement;
      open = {kind, pairs: [], within: [], start, end, headerEnd: end};
    } else if (open !== null && (statement.kind === 'pair' || (path.length > 1 && kind === open.kind))) {
      if (statement.kind !== 'pair') open.within = path.slice(1);
      open.pairs.push(pairOf(statement, open.within));
      open.end = statement.end;
    } else {
      close();
      const inline = statement.kind === 'pair' ? inlineBlocks(statement.pair) : [];
      for (const block of inline) found.push({...block, index: counts[block.kind]++});
      if (inline.length === 0) others.push(statement);
    }
  }
  close();
  return {blocks: found.map(block => ({...block, lines: linesOf(block, lineAt)})), others, lineAt};
}

/** The block whose header came last. `within`: the path of a table in it, which no key of a block takes. */
type Open = {
  readonly kind: Block['kind'];
  readonly pairs: TomlPair[];
  within: readonly string[];
  readonly start: number;
  end: number;
  readonly headerEnd: number;
};

function pairOf(statement: TomlStatement, within: readonly string[]): TomlPair {
  const {start, end} = statement;
  if (statement.kind === 'pair') return {...statement.pair, path: [...within, ...statement.pair.path]};
  return {path: within, start, value: {start, end, items: [], pairs: [], comments: []}};
}

/** The blocks of `listener = [{…}, {…}]`. */
function inlineBlocks({path, value}: TomlPair): readonly Omit<LocatedBlock, 'lines' | 'index'>[] {
  const kind = path.length === 1 ? kindOf(path) : undefined;
  if (!kind) return [];
  return value.items.map(({start, end, pairs}: TomlValue) => ({kind, start, end, pairs, headerEnd: null}));
}

const linesOf = ({start, end}: {start: number; end: number}, lineAt: (offset: number) => number): BlockLines => ({
  first: lineAt(start),
  last: lineAt(Math.max(start, end - 1)),
});

/** Finds the line of an offset among the line breaks, in logarithmic time. */
function lineFinder(text: string): (offset: number) => number {
  const breaks: number[] = [];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) breaks.push(at);
  return offset => {
    let low = 0;
    let high = breaks.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((breaks[middle] ?? 0) < offset) low = middle + 1;
      else high = middle;
    }
    return low + 1;
  };
}
