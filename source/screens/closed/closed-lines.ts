import type {State} from '../../app/state/state.ts';
import {endsText, ownerText, protocolText, standingText} from '../../app/table/cells.ts';
import {type Closed, maxRemembered} from '../../app/table/track-changes.ts';
import {type Line, line, span} from '../../domain/line.ts';
import {standingOf} from '../../judge/baseline/standing.ts';
import {bytesText} from '../text/bytes.ts';
import {fit, steady} from '../text/fit.ts';
import {cutLine} from '../text/parts.ts';
import type {Symbols} from '../text/symbols.ts';
import {clockTime, duration} from '../text/time.ts';
import {paragraph} from '../text/write.ts';

type ClosedColumn = {
  readonly title: string;
  readonly cells: number;
  readonly align?: 'right';
  readonly text: (closed: Closed, cells: number, symbols: Symbols) => string;
};

/** The width of the screen from which on the verdict is a word too. */
const wideScreen = 92;

/** From left to right. Ends and owner grow with the width of the screen. */
function columnsOf(screenCells: number): readonly ClosedColumn[] {
  const verdict = screenCells < wideScreen ? 1 : 11;
  const surplus = Math.max(0, screenCells - 79 - verdict);
  return [
    {
      title: verdict === 1 ? '' : 'VERDICT',
      cells: verdict,
      text: ({row}, cells, symbols) => standingText(row, cells, symbols),
    },
    {title: 'CLOSED', cells: 8, text: ({at}) => clockTime(at)},
    {
      title: 'LIVED',
      cells: 8,
      text: ({seen, at}) => `${duration(at - seen.since)}${seen.firstPoll === 1 ? '+' : ''}`,
    },
    {title: 'PROT', cells: 4, text: ({row}, cells) => protocolText(row.socket, cells)},
    {
      title: 'LOCAL / PEER',
      cells: Math.min(45, 24 + Math.floor(surplus / 2)),
      text: ({row}, cells, symbols) => endsText(row, cells, symbols),
    },
    {
      title: 'OWNER',
      cells: Math.min(24, 14 + Math.floor(surplus / 4)),
      text: ({row}, cells, symbols) => ownerText(row.socket, cells, symbols),
    },
    {title: 'IN', cells: 7, align: 'right', text: bytesOf('bytesReceived')},
    {title: 'OUT', cells: 7, align: 'right', text: bytesOf('bytesSent')},
  ];
}

/** The bytes of the whole life of a connection; `-` for other sockets, and where the source counts no bytes. */
const bytesOf =
  (count: 'bytesReceived' | 'bytesSent') =>
  ({row: {socket}}: Closed): string =>
    socket.tcp && socket.peer ? bytesText(socket.tcp[count]) : '-';

/** The title of the screen. Under heavy churn, more sockets close in an hour than are remembered. */
export const closedTitle = ({track: {closed}}: State): string =>
  closed.length < maxRemembered
    ? 'closed in the last hour'
    : `the last ${maxRemembered} that closed, all within an hour`;

/** The sockets that closed in the last hour, newest first: time, lifetime, ends, owner, bytes. */
export function closedLines(closed: readonly Closed[], cells: number, symbols: Symbols): readonly Line[] {
  if (closed.length === 0) return paragraph('No socket that was seen has closed in the last hour.', cells);
  const columns = columnsOf(cells);
  const titles = columns.map(column => fit(column.title, column.cells, column.align, ''));
  const lines = closed.map(record => {
    const [verdict = '', ...texts] = columns.map(column =>
      fit(steady(column.text(record, column.cells, symbols)), column.cells, column.align, symbols.ellipsis),
    );
    return line(span(`${verdict} `, standingOf(record.row)), span(texts.join(' ')));
  });
  return [line(span(titles.join(' '), 'heading')), ...lines].map(each => cutLine(each, cells));
}
