import type {Clean} from '../../domain/text.ts';
import type {LineResult, ReadLine} from './format.ts';
import {type FormatId, formatList} from './formats.ts';
import type {ParsedRow} from './parsed-row.ts';
import type {PortReader} from './service-port.ts';

/** A header, and the formats that have such a header. */
export type Header = {readonly line: Clean; readonly ids: readonly FormatId[]};

/** A table whose rows are being read. */
export type OpenTable = {
  readonly id: FormatId;
  /** The reader of the next line. */
  readonly read: ReadLine;
  /** The row that the next line may add to; null where the line above was no row. */
  readonly above: ParsedRow | null;
};

/** A line that a table reads, and the table below the line. */
export type TableLine = {readonly table: OpenTable; readonly result: LineResult};

/** A line as a header; null where no table has such a header. */
export function readHeader(line: Clean): Header | null {
  const ids = formatList.filter(([, format]) => format.header(line)).map(([id]) => id);
  return ids.length === 0 ? null : {line, ids};
}

/**
 * A line as the first row of a table; null where no format reads the line. Formats of the header above come first. A
 * table without header (`ss -H`, or `netstat | grep`) is recognised by this row.
 */
export function beginTable(line: Clean, header: Header | null, ports: PortReader): TableLine | null {
  const isHeaded = (id: FormatId): boolean => header?.ids.includes(id) ?? false;
  const inOrder = formatList.toSorted(([a], [b]) => Number(isHeaded(b)) - Number(isHeaded(a)));
  for (const [id, format] of inOrder) {
    const table = {id, read: format.open(ports, isHeaded(id) ? (header?.line ?? null) : null), above: null};
    const begun = continueTable(table, line);
    if (begun && begun.result.kind !== 'unread') return begun;
  }
  return null;
}

/** A line as the next one of an open table; null where the line has not the form of a row. */
export function continueTable(table: OpenTable, line: Clean): TableLine | null {
  const result = table.read(line, table.above);
  return result && {table: {...table, read: result.next ?? table.read, above: rowBelow(result, table.above)}, result};
}

function rowBelow(result: LineResult, above: ParsedRow | null): ParsedRow | null {
  if (result.kind === 'row' || result.kind === 'more') return result.row;
  return result.kind === 'skip' && result.inRow ? above : null;
}
