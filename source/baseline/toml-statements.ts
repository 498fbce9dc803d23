import {parse} from 'smol-toml';

/** A value, by its place in the text, end exclusive; of an array its values, of an inline table its pairs. */
export type TomlValue = {
  readonly start: number;
  readonly end: number;
  readonly items: readonly TomlValue[];
  readonly pairs: readonly TomlPair[];
  /** The comments within it, each from its `#` on. */
  readonly comments: readonly string[];
};

/** A key, dotted keys in parts, with its value. `start` is where the key begins. */
export type TomlPair = {readonly path: readonly string[]; readonly start: number; readonly value: TomlValue};

/** A header (`[path]`, `[[path]]`) or a pair, with its end in the text, exclusive; a comment after it is not part. */
export type TomlStatement = {readonly start: number; readonly end: number} & (
  | {readonly kind: 'table' | 'array'; readonly path: readonly string[]}
  | {readonly kind: 'pair'; readonly pair: TomlPair}
);

/**
 * The statements of a text that is valid TOML (toml.io/en/v1.1.0), in order: smol-toml reads values and has no places.
 * Linear in the text. Of a text that is not valid, the result means nothing.
 */
export function statementsOf(text: string): readonly TomlStatement[] {
  const statements: TomlStatement[] = [];
  for (let at = afterGap(text, text.startsWith('\ufeff') ? 1 : 0); at < text.length; ) {
    const statement = text[at] === '[' ? headerAt(text, at) : pairStatementAt(text, at);
    statements.push(statement);
    at = afterGap(text, statement.end);
  }
  return statements;
}

function headerAt(text: string, start: number): TomlStatement {
  const isArray = text[start + 1] === '[';
  const {path, end} = keyAt(text, start + (isArray ? 2 : 1));
  return {kind: isArray ? 'array' : 'table', path, start, end: end + (isArray ? 2 : 1)};
}

function pairStatementAt(text: string, start: number): TomlStatement {
  const pair = pairAt(text, start);
  return {kind: 'pair', pair, start, end: pair.value.end};
}

function pairAt(text: string, start: number): TomlPair {
  const {path, end} = keyAt(text, start);
  return {path, start, value: valueAt(text, afterBlanks(text, end + 1))};
}

/** The parts of a key, and where the sign after it is: `=` or `]`. */
function keyAt(text: string, start: number): {readonly path: readonly string[]; readonly end: number} {
  const path: string[] = [];
  for (let at = start; ; at++) {
    at = afterBlanks(text, at);
    const isQuoted = text[at] === '"' || text[at] === "'";
    const end = isQuoted ? endOfString(text, at) : after(bareKey, text, at);
    const part = text.slice(at, end);
    path.push(isQuoted ? String(parse(`key = ${part}`).key) : part);
    at = afterBlanks(text, end);
    if (text[at] !== '.') return {path, end: at};
  }
}

function valueAt(text: string, start: number): TomlValue {
  const first = text[start];
  if (first === '[' || first === '{') return structureAt(text, start, first === '{');
  const end = first === '"' || first === "'" ? endOfString(text, start) : after(bareValue, text, start);
  return {start, end, items: [], pairs: [], comments: []};
}

/** An array or an inline table. */
function structureAt(text: string, start: number, isTable: boolean): TomlValue {
  const items: TomlValue[] = [];
  const pairs: TomlPair[] = [];
  const comments: string[] = [];
  let at = start + 1;
  while (at < text.length) {
    const next = afterGap(text, at, comments);
    const sign = text[next];
    if (sign === ']' || sign === '}') return {start, end: next + 1, items, pairs, comments};
    if (sign === ',') {
      at = next + 1;
      continue;
    }
    const pair = isTable ? pairAt(text, next) : null;
    const value = pair?.value ?? valueAt(text, next);
    if (pair) pairs.push(pair);
    else items.push(value);
    comments.push(...value.comments);
    at = value.end;
  }
  return {start, end: at, items, pairs, comments};
}

/** A string ends at its quotes; before three quotes that end it, up to two more are its content. */
function endOfString(text: string, start: number): number {
  const quote = text[start] ?? '"';
  const isLong = text.startsWith(quote.repeat(3), start);
  const mark = isLong ? quote.repeat(3) : quote;
  let at = start + mark.length;
  while (at < text.length && !text.startsWith(mark, at)) at += quote === '"' && text[at] === '\\' ? 2 : 1;
  at += mark.length;
  for (let more = 0; isLong && more < 2 && text[at] === quote; more++) at++;
  return at;
}

const bareKey = /[\w-]*/y;
/** A number, a word, or a time, which may have a blank between day and hour. */
const bareValue = /\d{4}-\d\d-\d\d \d\d:[^\s,\]}#]*|[^\s,\]}#]+/y;
const blanks = /[ \t]*/y;
const blanksAndBreaks = /[ \t\r\n]*/y;
const comment = /#[^\r\n]*(?:\r(?!\n)[^\r\n]*)*/y;

function after(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  // A sign that no pattern takes would be read again and again.
  return pattern.test(text) ? pattern.lastIndex : at + 1;
}

const afterBlanks = (text: string, at: number): number => after(blanks, text, at);

/** Where the next sign is that is neither blank, line break nor comment. */
function afterGap(text: string, from: number, comments: string[] = []): number {
  let at = after(blanksAndBreaks, text, from);
  while (text[at] === '#') {
    const end = after(comment, text, at);
    comments.push(text.slice(at, end));
    at = after(blanksAndBreaks, text, end);
  }
  return at;
}
