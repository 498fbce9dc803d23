/** A row of a table of PowerShell: values by the titles of their columns, in lower case. A column without a value is absent. */
export type PrintedRecord = ReadonlyMap<string, string>;

/** Reads a row below its titles; null where the line is no row of that table. */
export type ReadRecord = (line: string) => PrintedRecord | null;

type Column = {readonly title: string; readonly start: number; readonly end: number};

/**
 * The reader of the rows below a line of titles (Format-Table), which stand above their columns: at the left of text and at
 * the right of numbers. null where the line is not one of titles alone.
 */
export function readTitles(line: string): ReadRecord | null {
  if (!/^\s*[A-Za-z][\w()%]*(?:\s+[A-Za-z][\w()%]*)*\s*$/.test(line)) return null;
  const columns = [...line.matchAll(/\S+/g)].map(({0: title, index}) => ({
    title: title.toLowerCase(),
    start: index,
    end: index + title.length,
  }));
  return row => readRow(row, columns);
}

/** The line of dashes below the titles. */
export const isRule = (line: string): boolean => /^\s*-+(?:\s+-+)*\s*$/.test(line);

function readRow(line: string, columns: readonly Column[]): PrintedRecord {
  const record = new Map<string, string>();
  for (const {0: word, index} of line.matchAll(/\S+/g)) {
    const column = columnOf(columns, index, index + word.length);
    const before = record.get(column.title);
    record.set(column.title, before === undefined ? word : `${before} ${word}`);
  }
  return record;
}

/** The column whose title a word stands below; else the one whose text it continues. */
function columnOf(columns: readonly Column[], start: number, end: number): Column {
  const below = columns.find(column => start < column.end && end > column.start);
  return below ?? columns.findLast(column => column.start <= start) ?? (columns[0] as Column);
}

/** The reader of the rows below a line of titles of Export-Csv, with the separator that the titles have. */
export function readCsvTitles(line: string): ReadRecord | null {
  const separator = line.match(/^"?\w+"?([,;])"?\w/)?.[1];
  if (separator === undefined) return null;
  const titles = splitCsv(line, separator);
  if (titles === null || !titles.every(title => /^[\w()% ]+$/.test(title))) return null;
  return row => {
    const values = splitCsv(row, separator);
    if (values?.length !== titles.length) return null;
    return new Map(
      titles.flatMap((title, index) => (values[index] ? [[title.toLowerCase(), values[index]] as const] : [])),
    );
  };
}

function splitCsv(line: string, separator: string): readonly string[] | null {
  const cells = line.trim().split(separator);
  // A separator within quotes is of no column that is read.
  const isWhole = cells.every(cell => /^"[^"]*"$|^[^"]*$/.test(cell));
  return isWhole ? cells.map(cell => cell.replace(/^"(.*)"$/, '$1')) : null;
}

/** A line of Format-List, `LocalPort : 135`, with its title in lower case; null for any other line. */
export function readListLine(line: string): readonly [title: string, value: string] | null {
  const match = line.match(/^\s{0,8}([A-Za-z]\w{0,40})\s{1,40}:(?:\s+(.*))?$/);
  return match ? [(match[1] ?? '').toLowerCase(), (match[2] ?? '').trim()] : null;
}
