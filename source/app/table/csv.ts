import {programName} from '../../domain/program.ts';
import type {AssessedSocket} from '../../judge/assess-all.ts';

type CsvColumn = readonly [title: string, value: (row: AssessedSocket) => string | number | null];

const csvColumns: readonly CsvColumn[] = [
  ['verdict', ({assessment}) => assessment.verdict],
  ['rule', ({assessment}) => assessment.rule.id],
  ['why', ({assessment}) => assessment.why],
  ['protocol', ({socket}) => socket.protocol],
  ['family', ({socket}) => socket.family],
  ['state', ({socket}) => socket.state],
  ['local_address', ({socket}) => socket.local.address],
  ['local_port', ({socket}) => socket.local.port],
  ['peer_address', ({socket}) => socket.peer?.address ?? null],
  ['peer_port', ({socket}) => socket.peer?.port ?? null],
  ['direction', ({direction}) => direction],
  ['scope', ({scope}) => scope],
  ['service', ({service}) => service],
  ['recv_q', ({socket}) => socket.recvQueue],
  ['send_q', ({socket}) => socket.sendQueue],
  ['user', ({socket}) => socket.user],
  [
    'pids',
    ({socket: {owner}}) => (owner.known ? owner.value.flatMap(({process}) => process.pid ?? []).join(' ') : null),
  ],
  ['programs', ({socket: {owner}}) => (owner.known ? owner.value.map(programName).join(' ') : null)],
  ['owner_unknown', ({socket: {owner}}) => (owner.known ? null : owner.why)],
  ['direction_reason', ({directionReason}) => directionReason],
  ['netns', ({socket}) => socket.netns?.name ?? null],
  ['netns_inode', ({socket}) => socket.netns?.inode ?? null],
  ['acceptance', ({acceptance}) => acceptance?.state ?? null],
  ['drift', ({acceptance}) => acceptance?.drift.map(({kind}) => kind).join(' ') ?? null],
  ['note', ({acceptance}) => acceptance?.block?.note ?? null],
];

/** Rows as CSV (RFC 4180), after a line of titles. No spreadsheet reads a cell as a formula. */
export function toCsv(rows: readonly AssessedSocket[]): string {
  const titles = csvColumns.map(([title]) => title);
  const records = rows.map(row => csvColumns.map(([, value]) => cell(value(row))));
  return [titles, ...records].map(record => `${record.join(',')}\r\n`).join('');
}

/** A text with the beginning of a formula gets an apostrophe before it (OWASP, CSV injection). */
function cell(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
