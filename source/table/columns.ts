import type {Judged} from '../assess/judge.ts';
import {unicodeSymbols} from '../layout/symbols.ts';
import type {Tone} from '../model/line.ts';
import {verdicts} from '../model/verdict.ts';
import {
  ageText,
  endpointText,
  endsText,
  ownerText,
  portText,
  protocolText,
  queueText,
  rateText,
  userText,
} from './cells.ts';
import type {Column} from './column.ts';

const anyLength = Number.POSITIVE_INFINITY;
const widest = Number.POSITIVE_INFINITY;
const normal = (): Tone => 'normal';
const byVerdict = ({assessment}: Judged): Tone => assessment.verdict;

/** Grows from `least` at `from` columns by one cell for every `per` columns, to `most`. */
const growing = (least: number, from: number, per: number, most: number) => (columns: number) =>
  Math.min(most, least + Math.max(0, Math.floor((columns - from) / per)));

/** A mark, a blank and the longest word of a verdict. */
const verdictCells = 11;

/**
 * From left to right. As a terminal narrows, columns go in this order: rates (below 200), age (160), Recv-Q and Send-Q (140), user (116), local
 * and peer become one (116), service (96), both ends leave just the port (72), protocol (56), then the word of the
 * verdict leaves just its mark (40). Verdict, port, owner and why always stay.
 */
export const columns: readonly Column[] = [
  {
    id: 'verdict',
    title: 'VERDICT',
    help: 'whether there is a reason why the socket may be safe',
    align: 'left',
    from: 0,
    until: widest,
    cells: columns => (columns < 40 ? 1 : verdictCells),
    text: ({assessment: {verdict}}, cells, {symbols}) =>
      cells === 1 ? symbols.verdict[verdict] : `${symbols.verdict[verdict]} ${verdict}`,
    tone: byVerdict,
    sort: {value: ({assessment}) => verdicts.indexOf(assessment.verdict), first: 'down'},
  },
  {
    id: 'proto',
    title: 'PROT',
    help: 'protocol; a 6 for IPv6',
    align: 'left',
    from: 56,
    until: widest,
    cells: () => 4,
    text: ({socket}) => protocolText(socket),
    tone: normal,
    sort: {value: ({socket}) => protocolText(socket), first: 'up'},
  },
  {
    id: 'recvq',
    title: 'RECV-Q',
    help: 'bytes received and not yet read; of a listener, connections that wait',
    align: 'right',
    from: 140,
    until: widest,
    cells: () => 6,
    text: ({socket}) => queueText(socket.recvQueue),
    tone: normal,
    sort: {value: ({socket}) => socket.recvQueue ?? -1, first: 'down'},
  },
  {
    id: 'sendq',
    title: 'SEND-Q',
    help: 'bytes sent and not yet acknowledged; of a listener, the most connections that may wait',
    align: 'right',
    from: 140,
    until: widest,
    cells: () => 6,
    text: ({socket}) => queueText(socket.sendQueue),
    tone: normal,
    sort: {value: ({socket}) => socket.sendQueue ?? -1, first: 'down'},
  },
  {
    id: 'port',
    title: 'PORT',
    help: "the port that tells the service; with an arrow, the peer's",
    align: 'right',
    from: 0,
    until: 71,
    cells: () => 6,
    text: (row, cells, {symbols}) => portText(row, cells, symbols),
    tone: normal,
    sort: {value: ({servicePort}) => servicePort, first: 'up'},
  },
  {
    id: 'ends',
    title: 'LOCAL / PEER',
    help: 'local address and port; of a connection, the local port and the peer',
    align: 'left',
    from: 72,
    until: 115,
    cells: growing(23, 72, 2, 38),
    text: (row, cells, {symbols, hostNameOf}) => endsText(row, cells, symbols, hostNameOf),
    tone: normal,
    sort: {value: ({servicePort}) => servicePort, first: 'up'},
  },
  {
    id: 'local',
    title: 'LOCAL',
    help: 'local address and port',
    align: 'left',
    from: 116,
    until: widest,
    cells: growing(21, 150, 8, 45),
    text: ({socket}, cells, {symbols}) => endpointText(socket.local, cells, symbols),
    tone: normal,
    sort: {value: ({socket: {local}}) => `${local.address} ${String(local.port).padStart(5, '0')}`, first: 'up'},
  },
  {
    id: 'peer',
    title: 'PEER',
    help: "peer's address and port",
    align: 'left',
    from: 116,
    until: widest,
    cells: growing(21, 150, 8, 45),
    text: ({socket}, cells, {symbols, hostNameOf}) => endpointText(socket.peer, cells, symbols, hostNameOf),
    tone: normal,
    sort: {
      value: ({socket: {peer}}) => (peer ? `${peer.address} ${String(peer.port).padStart(5, '0')}` : ''),
      first: 'up',
    },
  },
  {
    id: 'service',
    title: 'SERVICE',
    help: 'registered or usual name of the port that tells the service',
    align: 'left',
    from: 96,
    until: widest,
    cells: growing(10, 140, 20, 14),
    text: ({service, servicePort}, _cells, {numeric}) => (numeric ? String(servicePort) : (service ?? '-')),
    tone: normal,
    sort: {value: ({service}) => service ?? '~', first: 'up'},
  },
  {
    id: 'owner',
    title: 'OWNER',
    help: 'program and process that hold the socket, or why they are not known',
    align: 'left',
    from: 0,
    until: widest,
    cells: columns => (columns < 40 ? growing(7, 24, 2, 13)(columns) : growing(13, 128, 6, 24)(columns)),
    text: ({socket}, cells, {symbols}) => ownerText(socket, cells, symbols),
    tone: ({socket}) => (socket.owner.known ? 'normal' : 'dim'),
    sort: {value: ({socket}) => ownerText(socket, anyLength, unicodeSymbols).toLowerCase(), first: 'up'},
  },
  {
    id: 'user',
    title: 'USER',
    help: 'user of the owner, or else of the socket',
    align: 'left',
    from: 116,
    until: widest,
    cells: growing(8, 150, 30, 12),
    text: ({socket}) => userText(socket),
    tone: normal,
    sort: {value: ({socket}) => userText(socket), first: 'up'},
  },
  {
    id: 'age',
    title: 'AGE',
    help: 'how long it has been seen; with + when it was there at the first look',
    align: 'right',
    from: 160,
    until: widest,
    cells: () => 8,
    text: (row, _cells, {seenOf, now}) => ageText(seenOf(row), now),
    tone: normal,
    overTime: true,
    sort: {value: (row, {seenOf, now}) => now - (seenOf(row)?.since ?? 0), first: 'up'},
  },
  {
    id: 'in',
    title: 'IN/S',
    help: 'bytes received a second, between the last two looks',
    align: 'right',
    from: 200,
    until: widest,
    cells: () => 7,
    text: (row, _cells, {seenOf}) => rateText(seenOf(row)?.rates?.received),
    tone: normal,
    overTime: true,
    sort: {value: (row, {seenOf}) => seenOf(row)?.rates?.received ?? -1, first: 'down', moves: true},
  },
  {
    id: 'out',
    title: 'OUT/S',
    help: 'bytes sent and acknowledged a second, between the last two looks',
    align: 'right',
    from: 200,
    until: widest,
    cells: () => 7,
    text: (row, _cells, {seenOf}) => rateText(seenOf(row)?.rates?.sent),
    tone: normal,
    overTime: true,
    sort: {value: (row, {seenOf}) => seenOf(row)?.rates?.sent ?? -1, first: 'down', moves: true},
  },
  {
    id: 'why',
    title: 'WHY',
    help: 'the reason in a few words',
    align: 'left',
    from: 0,
    until: widest,
    cells: () => 0,
    text: ({assessment: {why}}) => why,
    tone: byVerdict,
    sort: {value: ({assessment}) => assessment.why, first: 'up'},
  },
];
