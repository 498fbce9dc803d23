import type {AssessedSocket} from '../../../judge/assess-all.ts';
import {type Field, fields, type Marks} from './fields.ts';
import {QueryError, type Token, tokenise} from './tokens.ts';
import {addressTest, expressionTest, rangeOf, type TextTest} from './values.ts';

/** `shown` returns the text that a word searches, `lower` the same text in lower case, where the caller has it. */
export type Match = (row: AssessedSocket, marks: Marks, shown: () => string, lower?: () => string) => boolean;

export type GoodQuery = {readonly ok: true; readonly text: string; readonly matches: Match};

export type Query =
  | GoodQuery
  /** A text with an error; `at` is its position in UTF-16 units from 0. */
  | {readonly ok: false; readonly text: string; readonly message: string; readonly at: number};

/** The empty query: it matches every row. */
export const everything: GoodQuery = {ok: true, text: '', matches: () => true};

/** Reads a query of the filter's grammar. Never throws: an error is in the result. */
export function readQuery(text: string): Query {
  try {
    const terms = tokenise(text).map(readTerm);
    return {ok: true, text, matches: (...parameters) => terms.every(term => term(...parameters))};
  } catch (error) {
    if (error instanceof QueryError) return {ok: false, text, message: error.message, at: error.at};
    throw error;
  }
}

function readTerm(token: Token): Match {
  const term = token.field === null ? wordTerm(token) : fieldTerm(token, fieldOf(token.field, token));
  return token.negated ? (...parameters) => !term(...parameters) : term;
}

function wordTerm(token: Token): Match {
  const expression = expressionOf(token);
  if (expression) return (_row, _marks, shown) => expression(shown());
  const words = (token.form === 'quoted' ? [token.value] : alternatives(token)).map(word => word.toLowerCase());
  return (_row, _marks, shown, lower) => {
    const text = lower ? lower() : shown().toLowerCase();
    return words.some(word => text.includes(word));
  };
}

function fieldTerm(token: Token, field: Field): Match {
  switch (field.kind) {
    case 'number': {
      const ranges = alternatives(token).map(value => range(token, field, value));
      return row => field.valuesOf(row).some(number => ranges.some(([min, max]) => number >= min && number <= max));
    }
    case 'address': {
      const tests = alternatives(token).map(
        value =>
          addressTest(value) ?? reject(token, `${value} is no address or network, as 10.0.0.5, 10.0. or 10.0.0.0/8`),
      );
      return row => field.valuesOf(row).some(address => tests.some(test => test(address)));
    }
    case 'word': {
      const words = alternatives(token).map(value => wholeWord(token, field, value));
      return (row, marks) => field.valuesOf(row, marks).some(word => words.includes(word));
    }
    case 'name': {
      const expression = expressionOf(token);
      if (expression) return row => field.valuesOf(row).some(expression);
      const names = (token.form === 'quoted' ? [token.value] : alternatives(token)).map(name => name.toLowerCase());
      return row => field.valuesOf(row).some(name => names.includes(name.toLowerCase()));
    }
    case 'text': {
      const expression = expressionOf(token);
      if (expression) return row => field.valuesOf(row).some(expression);
      const parts = (token.form === 'quoted' ? [token.value] : alternatives(token)).map(part => part.toLowerCase());
      return row => field.valuesOf(row).some(text => parts.some(part => text.toLowerCase().includes(part)));
    }
  }
}

function range(token: Token, {limit}: Extract<Field, {kind: 'number'}>, value: string): readonly [number, number] {
  const ends = rangeOf(value) ?? reject(token, `${value} is no number or range`);
  return limit && ends[1] > limit.max ? reject(token, `${value}: ${limit.message}`) : ends;
}

function wholeWord(token: Token, field: Extract<Field, {kind: 'word'}>, value: string): string {
  const lower = value.toLowerCase();
  const found = field.words.find(word => word === lower || word.replaceAll('_', '-') === lower);
  return found ?? reject(token, `${field.name}: takes ${field.words.join(' ')}`);
}

function alternatives(token: Token): readonly string[] {
  const values = token.value.split('|');
  if (values.includes('')) reject(token, 'a | stands between two values');
  return values;
}

function expressionOf(token: Token): TextTest | null {
  if (token.form !== 'expression') return null;
  try {
    return expressionTest(token.value);
  } catch {
    return reject(token, `${token.value} is no regular expression`);
  }
}

function fieldOf(name: string, token: Token): Field {
  return fields.find(field => field.name === name) ?? reject(token, `there is no field ${name}`);
}

function reject(token: Token, message: string): never {
  throw new QueryError(message, token.at);
}
