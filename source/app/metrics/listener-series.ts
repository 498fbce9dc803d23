import {programOf} from '../../domain/program.ts';
import type {Process} from '../../domain/socket.ts';
import {sanitize} from '../../domain/text.ts';
import {verdicts} from '../../domain/verdict.ts';
import type {AssessedSocket} from '../../judge/assess-all.ts';
import {reachOf} from '../../judge/baseline/reach.ts';
import {isExposed, isListener} from '../table/exposed.ts';
import type {Sample} from './metric.ts';

/** Series of listeners in one snapshot: a host with more of them would cost its engine more than it shows. */
export const maxListenerSeries = 200;

type ListenerSeries = {readonly shown: readonly Sample[]; readonly omitted: number};

/**
 * One series for each listener, exposed ones and worse verdicts first, else by ports and labels: the order stays from
 * poll to poll. Sockets with equal labels, as of several workers on one port, are one listener. n log n in the
 * listeners.
 */
export function listenerSeries(rows: readonly AssessedSocket[]): ListenerSeries {
  const byLabels = new Map<string, {readonly rank: number; readonly sample: Sample}>();
  for (const row of rows.filter(isListener)) {
    const labels = labelsOf(row);
    const key = Object.values(labels).join('\n');
    // Equal labels have the same rank, for reach and verdict are among them.
    byLabels.set(key, {rank: rankOf(row), sample: {labels, value: 1}});
  }
  const inOrder = [...byLabels]
    .sort(([keyA, a], [keyB, b]) => a.rank - b.rank || portOf(a.sample) - portOf(b.sample) || (keyA < keyB ? -1 : 1))
    .map(([, {sample}]) => sample);
  return {shown: inOrder.slice(0, maxListenerSeries), omitted: Math.max(0, inOrder.length - maxListenerSeries)};
}

/** Neither pid, peer nor command line: they would make a new series of every restart and connection. */
function labelsOf(row: AssessedSocket) {
  const {socket, assessment, acceptance} = row;
  const processes = socket.owner.known ? socket.owner.value.map(({process}) => process) : [];
  return {
    proto: socket.protocol,
    address: socket.local.address,
    port: String(socket.local.port),
    reach: reachOf(row) ?? '',
    program: joined(processes.map(nameOf)),
    unit: joined(processes.map(({unit}) => unit)),
    container: joined(processes.map(containerOf)),
    netns: socket.netns?.name ?? '',
    verdict: assessment.verdict,
    accepted: acceptance === null ? '' : String(acceptance.state === 'accepted'),
  };
}

const nameOf = (process: Process): string | null => programOf(process)?.name ?? null;

function containerOf({container, publishes}: Process): string | null {
  const {name = null, id = null} = container ?? publishes ?? {};
  return name ?? id;
}

/** Characters of a label whose text others choose. */
const maxLabel = 200;

/** Different texts in their order, with blanks between them; "" where there is none. */
const joined = (texts: readonly (string | null)[]): string =>
  sanitize([...new Set(texts.filter(text => text !== null))].sort().join(' '), maxLabel);

const portOf = ({labels}: Sample): number => Number(labels.port);

/** Lowest first: an exposed listener before others, then the worse verdict. */
const rankOf = (row: AssessedSocket): number =>
  (isExposed(row) ? 0 : verdicts.length) + verdicts.length - verdicts.indexOf(row.assessment.verdict);
