import type {Alike, TableLine} from './alike.ts';
import {firstOf, isAlike} from './alike.ts';
import {bothEndsText, hasOneServicePort, localsText, oldestOf, ownersText, peersText} from './alike-cells.ts';
import {ageOf, ageText, queueText, rateText} from './cells.ts';
import type {CellOptions, Column} from './column.ts';

/** A column of a line that stands for several alike sockets. */
type AlikeColumn = {
  readonly text: (alike: Alike, cells: number, options: CellOptions) => string;
  /** The value that the line is sorted by. Absent: the line stands where the first of its sockets would. */
  readonly value?: (alike: Alike, options: CellOptions) => number;
};

/** The columns in which alike sockets may differ, by id. In any other, each of them shows the same. */
const alikeColumns: Readonly<Record<string, AlikeColumn>> = {
  recvq: {text: ({recvQueue}) => queueText(recvQueue), value: ({recvQueue}) => recvQueue ?? -1},
  sendq: {text: ({sendQueue}) => queueText(sendQueue), value: ({sendQueue}) => sendQueue ?? -1},
  ends: {text: (alike, cells, {symbols, hostNameOf}) => bothEndsText(alike, cells, symbols, hostNameOf)},
  local: {text: (alike, cells, {symbols}) => localsText(alike, cells, symbols)},
  peer: {text: (alike, cells, {symbols, hostNameOf}) => peersText(alike, cells, symbols, hostNameOf)},
  owner: {text: (alike, cells, {symbols}) => ownersText(alike, cells, symbols)},
  age: {
    text: (alike, _cells, {seenOf, now}) => {
      const row = oldestOf(alike, seenOf, now);
      return ageText(row, seenOf(row), now);
    },
    value: (alike, {seenOf, now}) => {
      const row = oldestOf(alike, seenOf, now);
      return ageOf(row, seenOf(row), now)?.age ?? now;
    },
  },
  in: {text: (alike, _cells, options) => rateText(rateOf(alike, 'received', options)), value: sumOf('received')},
  out: {text: (alike, _cells, options) => rateText(rateOf(alike, 'sent', options)), value: sumOf('sent')},
};

/** Columns that show the port, where each of the sockets has one of its own. */
const withoutPort: Readonly<Record<string, string>> = {port: '*', service: '-'};

/** The sum; undefined where bytes are not counted, or not yet. */
function rateOf({traffic, first}: Alike, way: 'received' | 'sent', {seenOf}: CellOptions): number | undefined {
  return traffic.received + traffic.sent > 0 || seenOf(first)?.rates ? traffic[way] : undefined;
}

function sumOf(way: 'received' | 'sent'): (alike: Alike, options: CellOptions) => number {
  return (alike, options) => rateOf(alike, way, options) ?? -1;
}

/** The text of a line in a column. */
export function cellText(column: Column, line: TableLine, cells: number, options: CellOptions): string {
  if (!isAlike(line)) return column.text(line, cells, options);
  const other = hasOneServicePort(line) ? undefined : withoutPort[column.id];
  return other ?? alikeColumns[column.id]?.text(line, cells, options) ?? column.text(line.first, cells, options);
}

/** Whether a column sorts a line of several sockets by a value of its own, as by their sum. */
export const sortsBySum = (column: string): boolean => alikeColumns[column]?.value !== undefined;

/** The value that a column sorts a line by. */
export const sortValueOf = ({id, sort}: Column, line: TableLine, options: CellOptions): string | number =>
  (isAlike(line) ? alikeColumns[id]?.value?.(line, options) : undefined) ?? sort.value(firstOf(line), options);
