/** One term of a query as typed: `!port:22|80`, `"two words"`, `exe:/^.usr/`. */
export type Token = {
  /** Its start in the query, in UTF-16 units from 0. */
  readonly at: number;
  readonly negated: boolean;
  /** Null for a word that searches every column. */
  readonly field: string | null;
  readonly value: string;
  readonly form: Form;
};

/** The form of a value: `"quoted"` has no special characters, `/expression/` is a regular expression. */
type Form = 'plain' | 'quoted' | 'expression';

/** An error in a query, with its position in UTF-16 units from 0. */
export class QueryError extends Error {
  readonly at: number;
  constructor(message: string, at: number) {
    super(message);
    this.at = at;
  }
}

/** Splits a query at its blanks outside of quotes and regular expressions. Throws QueryError. */
export function tokenise(query: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  for (;;) {
    while (query[at] === ' ') at++;
    if (at >= query.length) return tokens;
    const [token, end] = readToken(query, at);
    tokens.push(token);
    at = end;
  }
}

function readToken(query: string, start: number): [token: Token, end: number] {
  const negated = query[start] === '!' || query[start] === '-';
  const at = negated ? start + 1 : start;
  const name = query.slice(at).match(/^([a-z]+):/)?.[1] ?? null;
  const valueAt = name === null ? at : at + name.length + 1;
  const [value, end, form] = readValue(query, valueAt);
  if (value === '') {
    throw new QueryError(name === null ? 'nothing to search for' : `${name}: needs a value`, valueAt);
  }
  return [{at: start, negated, field: name, value, form}, end];
}

/**
 * A slash also starts a path, so a value is an expression only if it ends like one; a value that only begins so is an
 * error.
 */
function readValue(query: string, at: number): [value: string, end: number, form: Form] {
  if (query[at] === '"') {
    const close = query.indexOf('"', at + 1);
    if (close < 0) throw new QueryError('a " is not closed', at);
    return [query.slice(at + 1, close), close + 1, 'quoted'];
  }
  const [expression] = query.slice(at).match(/^\/(?:[^/\\]|\\.)*\/(?= |$)/) ?? [];
  if (expression !== undefined) return [expression, at + expression.length, 'expression'];
  const blank = query.indexOf(' ', at);
  const end = blank < 0 ? query.length : blank;
  const value = query.slice(at, end);
  if (/^\/.*[\^$*?()[\\]/.test(value)) throw new QueryError('a regular expression ends with / and a blank', at);
  return [value, end, 'plain'];
}
