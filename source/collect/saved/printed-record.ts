/**
 * A row of a table of PowerShell: values by the titles of their columns, in lower case. A column without a value is
 * absent.
 */
export type PrintedRecord = ReadonlyMap<string, string>;

/** Reads a row below its titles; null where the line is no row of the table. */
export type ReadRecord = (line: string) => PrintedRecord | null;

/** Whether each value of a row is possible in its column. */
export type IsSound = (record: PrintedRecord) => boolean;

type Column = {readonly title: string; readonly start: number; readonly end: number};
type Word = {readonly text: string; readonly start: number; readonly end: number};

/**
 * The reader of the rows below a line of titles (Format-Table). A title stands above its column: at the left end of
 * text, at the right end of numbers. null where the line has something besides titles.
 */
export function readTitles(line: string, isSound: IsSound): ReadRecord | null {
  if (!/^\s*[A-Za-z][\w()%]*(?:\s+[A-Za-z][\w()%]*)*\s*$/.test(line)) return null;
  const columns = wordsOf(line).map(({text, ...place}) => ({title: text.toLowerCase(), ...place}));
  return row => readAligned(wordsOf(row), columns, isSound);
}

/** The line of dashes below the titles. */
export const isRule = (line: string): boolean => /^\s*-+(?:\s+-+)*\s*$/.test(line);

const wordsOf = (line: string): readonly Word[] =>
  [...line.matchAll(/\S+/g)].map(({0: text, index}) => ({text, start: index, end: index + text.length}));

/** Columns by which a row may be shifted against its titles, where a text was removed from the start of either line. */
const maxShift = 40;
const shifts = Array.from({length: maxShift}, (_, index) => [index + 1, -index - 1]).flat();
/** No row of a table has more words. */
const maxWords = 100;

/** Reads a row as it stands; else with one word for each column; else shifted until its values meet their titles. */
function readAligned(words: readonly Word[], columns: readonly Column[], isSound: IsSound): PrintedRecord | null {
  if (words.length > maxWords) return null;
  const sound = (record: PrintedRecord | null): PrintedRecord | null => (record && isSound(record) ? record : null);
  const inOrder = (): PrintedRecord | null =>
    words.length === columns.length
      ? new Map(columns.map(({title}, index) => [title, words[index]?.text ?? ''] as const))
      : null;
  const standing = sound(readRow(words, columns, 0)) ?? sound(inOrder());
  if (standing) return standing;
  for (const shift of shifts) {
    const moved = sound(readRow(words, columns, shift));
    if (moved) return moved;
  }
  return null;
}

function readRow(words: readonly Word[], columns: readonly Column[], shift: number): PrintedRecord | null {
  const record = new Map<string, string>();
  let last = null as {readonly column: Column; readonly end: number} | null;
  for (const {text, ...place} of words) {
    const [start, end] = [place.start + shift, place.end + shift];
    const column = columnOf(columns, start, end);
    if (!column) return null;
    const before = record.get(column.title);
    const goesOn = before !== undefined && last?.column === column && start === last.end + 1;
    // A remark stands behind the last column, after a gap.
    if (before !== undefined && !goesOn) return column === columns.at(-1) ? record : null;
    if (!goesOn && start !== column.start && end !== column.end) return null;
    record.set(column.title, goesOn ? `${before} ${text}` : text);
    last = {column, end};
  }
  return record;
}

/** The column whose title stands above a word; else the column whose text the word continues. */
const columnOf = (columns: readonly Column[], start: number, end: number): Column | undefined =>
  columns.find(column => start < column.end && end > column.start) ?? columns.findLast(column => column.start <= start);

/** The reader of the rows below a line of titles of Export-Csv, with the separator that the titles have. */
export function readCsvTitles(line: string, isSound: IsSound): ReadRecord | null {
  const separator = line.match(/^\s*"?\w+"?([,;])"?\w/)?.[1];
  if (separator === undefined) return null;
  const titles = splitCsv(line, separator);
  if (titles === null || !titles.every(title => /^[\w()% ]+$/.test(title))) return null;
  return row => {
    const values = splitCsv(row, separator);
    if (values?.length !== titles.length) return null;
    const record = new Map(
      titles.flatMap((title, index) => (values[index] ? [[title.toLowerCase(), values[index]] as const] : [])),
    );
    return isSound(record) ? record : null;
  };
}

function splitCsv(line: string, separator: string): readonly string[] | null {
  const cells = line.trim().split(separator);
  // No column that is read has a separator within quotes. The outermost quotes may be lost with a text that stood
  // around the row.
  const isWhole = cells.every(cell => /^"?[^"]*"?$/.test(cell));
  return isWhole ? cells.map(cell => cell.replace(/^"|"$/g, '')) : null;
}

/** A line of Format-List, `LocalPort : 135`, with its title in lower case; null for any other line. */
export function readListLine(line: string): readonly [title: string, value: string] | null {
  const match = line.match(/^\s{0,8}([A-Za-z]\w{0,40})\s{1,40}:(?:\s+(.*))?$/);
  return match ? [(match[1] ?? '').toLowerCase(), (match[2] ?? '').trim()] : null;
}
