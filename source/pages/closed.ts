import {bytesText} from '../layout/bytes.ts';
import {fit, steady} from '../layout/fit.ts';
import {cutLine} from '../layout/parts.ts';
import type {Symbols} from '../layout/symbols.ts';
import {clockTime, duration} from '../layout/time.ts';
import {type Line, line, span} from '../model/line.ts';
import {endsText, ownerText, protocolText} from '../table/cells.ts';
import type {Closed} from '../table/track.ts';
import {paragraph} from './write.ts';

/** The sockets that closed in the last hour, newest first: when, how long they lived, what went over them. */
export function closedLines(closed: readonly Closed[], cells: number, symbols: Symbols): readonly Line[] {
  if (closed.length === 0) return paragraph('No socket that was seen has closed in the last hour.', cells);
  const title = line(
    span(
      `  ${fit('CLOSED', 9)}${fit('LIVED', 10)}${fit('PROT', 5)}${fit('LOCAL / PEER', 30)}${fit('OWNER', 18)}BYTES`,
      'heading',
    ),
  );
  return [title, ...closed.map(each => closedLine(each, symbols))].map(each => cutLine(each, cells));
}

function closedLine({row, seen, at}: Closed, symbols: Symbols): Line {
  const {socket, assessment} = row;
  const lived = `${duration(at - seen.since)}${seen.firstLook === 1 ? '+' : ''}`;
  const bytes = socket.tcp
    ? `${bytesText(socket.tcp.bytesReceived)} in, ${bytesText(socket.tcp.bytesSent)} out`
    : 'not counted';
  return line(
    span(`${symbols.verdict[assessment.verdict]} `, assessment.verdict),
    span(fit(clockTime(at), 9)),
    span(fit(lived, 10)),
    span(fit(protocolText(socket), 5)),
    span(fit(steady(endsText(row, 29, symbols)), 30)),
    span(fit(steady(ownerText(socket, 17, symbols)), 18)),
    span(bytes, 'dim'),
  );
}
