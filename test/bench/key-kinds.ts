type Lines = readonly string[];

/** One kind of key, as a user presses it, and what it makes of the screen. */
export type KeyKind = {
  readonly name: string;
  /** What the terminal sends. */
  readonly bytes: string;
  /** Whether the screen shows the answer; `before` is the screen when the key was pressed. */
  readonly answers: (lines: Lines, before: Lines) => boolean;
};

const last = (lines: Lines): string => lines.at(-1) ?? '';
/** The line of the cursor and the number of lines, which the footer shows as `12/48003` at its right edge. */
const position = (lines: Lines): readonly number[] =>
  last(lines)
    .match(/(\d+)\/(\d+)\s*$/)
    ?.slice(1)
    .map(Number) ?? [];
const at = (lines: Lines): number | undefined => position(lines)[0];
const isList = ([first = '']: Lines): boolean => first.startsWith('portwatch  ');
const grouping = (lines: Lines): string => lines[2]?.match(/grouped by \w+/)?.[0] ?? 'by state';
const sorting = (lines: Lines): string => lines[3]?.match(/\S+[↑↓]/)?.[0] ?? '';
const prompts = (text: string, lines: Lines): boolean => last(lines).startsWith(text);
/** The text by which the list is filtered. */
const filtered = (lines: Lines): string => lines[2]?.match(/\/(\S+) keeps /)?.[1] ?? '';

/** The keys of a tour that ends where it began: in the list, with the cursor on its first line. */
export const tour: readonly KeyKind[] = [
  {name: 'j', bytes: 'j', answers: (lines, before) => at(lines) === (at(before) ?? 0) + 1},
  {name: 'Enter', bytes: '\r', answers: lines => !isList(lines)},
  {name: 'q', bytes: 'q', answers: isList},
  {name: 'PgDn', bytes: '\x1b[6~', answers: (lines, before) => (at(lines) ?? 0) > (at(before) ?? 0) + 1},
  {name: 'G', bytes: 'G', answers: lines => position(lines)[0] === position(lines)[1] && isList(lines)},
  {name: 'v', bytes: 'v', answers: (lines, before) => grouping(lines) !== grouping(before)},
  {name: 's', bytes: 's', answers: (lines, before) => sorting(lines) !== sorting(before)},
  {name: '<', bytes: '<', answers: (lines, before) => sorting(lines) !== sorting(before)},
  {name: 'V', bytes: 'V', answers: (lines, before) => grouping(lines) !== grouping(before)},
  {name: 'c', bytes: 'c', answers: lines => last(lines).startsWith('alike sockets as one line')},
  {name: 'c, each', bytes: 'c', answers: lines => last(lines).startsWith('each socket on a line')},
  {name: '/', bytes: '/', answers: lines => prompts('/', lines)},
  {name: 'text', bytes: '1', answers: lines => prompts('/1', lines) && filtered(lines) === '1'},
  {name: 'more text', bytes: '2', answers: lines => prompts('/12', lines) && filtered(lines) === '12'},
  {name: 'Esc', bytes: '\x1b', answers: lines => isList(lines) && !prompts('/', lines) && filtered(lines) === ''},
  {name: '?', bytes: '?', answers: lines => lines[0] === 'portwatch help'},
  {name: 'q of help', bytes: 'q', answers: isList},
  {name: 'h', bytes: 'h', answers: lines => lines[0] === 'portwatch help'},
  {name: 'Esc of help', bytes: '\x1b', answers: isList},
  {name: 'g', bytes: 'g', answers: lines => at(lines) === 1},
];
