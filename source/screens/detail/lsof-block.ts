import type {Inspection, LsofRecord, LsofResult} from '../../domain/inspection.ts';
import {type Line, line, span} from '../../domain/line.ts';
import {cut} from '../text/fit.ts';
import {command, labelled, paragraph} from '../text/write.ts';
import type {TableBlock} from './content.ts';

/** The result of lsof for the socket, or the reason why there is none. */
export const lsofLines = ({lsof}: Inspection, cells: number): readonly Line[] => paragraph(lsofWords(lsof), cells);

/** The result of the cross-check of lsof against the kernel, and the lsof command to run by hand. */
export const crossCheckLines = ({lsof, crossCheck}: Inspection, cells: number): readonly Line[] => [
  ...labelled(
    'cross-check',
    `${crossCheck.result}: ${crossCheck.detail}`,
    cells,
    crossCheck.result === 'fail' ? 'suspect' : 'normal',
  ),
  ...command(lsof.commandLine, cells),
];

export const lsofSaved = 'lsof is not run here: the socket is from saved output. Run the command below on its machine.';

export const lsofWaiting: readonly Line[] = [line(span('  waiting for lsof', 'dim'))];

function lsofWords(lsof: LsofResult): string {
  switch (lsof.kind) {
    case 'records':
      return `lsof lists it${timesWords(lsof.records.length)}${othersWords(lsof.others)}:`;
    case 'none':
      return 'lsof could see every process, and does not list this socket. Trust the kernel, and find out why.';
    case 'refused':
    case 'missing':
    case 'failed':
      return lsof.message;
    case 'timed-out':
      return `lsof did not answer within ${lsof.limit / 1000} s and was ended. Run it by hand:`;
  }
}

const timesWords = (records: number): string =>
  records > listedRecords ? ` ${records} times, the first ${listedRecords} of them here` : '';

const othersWords = (others: number): string =>
  others === 0 ? '' : `, and ${others} other ${others === 1 ? 'socket' : 'sockets'} at the same address or port`;

type LsofColumn = {readonly title: string; readonly text: (record: LsofRecord) => string; readonly rank: number};

/**
 * The columns of lsof's own table. Where the pane is too narrow, columns of the highest rank are left out; rank 0
 * stays.
 */
const lsofColumns: readonly LsofColumn[] = [
  {title: 'COMMAND', text: ({command: name}) => name, rank: 0},
  {title: 'PID', text: ({pid}) => String(pid), rank: 0},
  {title: 'USER', text: ({user}) => user, rank: 0},
  {title: 'FD', text: ({fd}) => fd, rank: 0},
  {title: 'TYPE', text: ({type}) => type, rank: 2},
  {title: 'DEVICE', text: ({device}) => device, rank: 3},
  {title: 'SIZE/OFF', text: ({size}) => size, rank: 4},
  {title: 'NODE', text: ({node}) => node, rank: 1},
  {title: 'NAME', text: ({name, state}) => (state === '' ? name : `${name} (${state})`), rank: 0},
];

/** The number of records in the table; further records are only counted. */
const listedRecords = 20;

/** lsof's records as a table of at most `cells`; null without records, or where the pane is too narrow for a table. */
export function lsofTable({lsof}: Inspection, cells: number): TableBlock | null {
  if (lsof.kind !== 'records' || lsof.records.length === 0) return null;
  const records = lsof.records.slice(0, listedRecords);
  for (const maxRank of [4, 3, 2, 1, 0]) {
    const shown = lsofColumns.filter(({rank}) => rank <= maxRank);
    const rows = records.map(record => shown.map(column => cellOf(column, record)));
    const widths = shown.map(({title}, index) => Math.max(title.length, ...rows.map(row => row[index]?.length ?? 0)));
    const borders = 3 * shown.length + 1;
    const total = widths.reduce((sum, cellsOfColumn) => sum + cellsOfColumn, borders);
    if (total <= cells) return {kind: 'table', titles: shown.map(({title}) => title), rows};
    if (maxRank === 0) return cutLast(shown, rows, cells - (total - (widths.at(-1) ?? 0)));
  }
  return null;
}

/** The table with its last column cut to `room` cells; null where too few are left. */
function cutLast(shown: readonly LsofColumn[], rows: readonly string[][], room: number): TableBlock | null {
  if (room < 8) return null;
  const cutRow = (row: string[]) =>
    row.map((text, index) => (index === shown.length - 1 ? cut(text, room, '~') : text));
  return {kind: 'table', titles: shown.map(({title}) => title), rows: rows.map(cutRow)};
}

/** The length limit of a cell, except the last of its row, which holds both ends of a connection. */
const maxCellLength = 60;

/** ink-table measures text by string length, so each character must be one cell wide. */
function cellOf({title, text}: LsofColumn, record: LsofRecord): string {
  const cell = text(record).replace(/[^\x20-\x7e]/gu, '?');
  return title === 'NAME' ? cell : cut(cell, maxCellLength, '~');
}
