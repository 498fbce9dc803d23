import {driftKinds} from '../../domain/baseline.ts';
import {problemCounts} from '../../domain/problem-counts.ts';
import {driftReport} from '../table/drift-report.ts';
import {countHidden} from '../table/summary.ts';
import {listenerSeries} from './listener-series.ts';
import {byLabel, type MeasuredPoll, type Metric, type Sample, single} from './metric.ts';

/** The metrics of `--metrics`, in the order in which they are written. Dashboards rely on names and labels. */
export const metrics: readonly Metric[] = [
  {
    name: 'portwatch_listener_info',
    help: 'A listener: TCP in LISTEN, or UDP without a peer on a port that no client was given. Always 1.',
    samples: ({rows}) => listenerSeries(rows).shown,
  },
  {
    name: 'portwatch_listeners_omitted',
    help: 'Listeners without a series of their own: the exposed ones and the worse verdicts have theirs first.',
    samples: ({rows}) => single(listenerSeries(rows).omitted),
  },
  {
    name: 'portwatch_sockets',
    help: 'Sockets by protocol and state. A state without sockets has no series.',
    samples: socketsByState,
  },
  {
    name: 'portwatch_sockets_by_verdict',
    help: 'Sockets by verdict, with the ones that an administrator accepted apart.',
    samples: ({list}) => byLabel('verdict', list.summary.standings),
  },
  {
    name: 'portwatch_baseline_drift',
    help: 'Listeners and conversations that differ from the accepted baseline. Without a baseline there is no series.',
    samples: driftByKind,
  },
  {
    name: 'portwatch_baseline_gone',
    help: 'Accepted listeners without a socket. Without a baseline there is no series.',
    samples: ({list: {assessed}}) => (assessed.baseline ? single(assessed.gone.length) : []),
  },
  {
    name: 'portwatch_owners',
    help: 'Sockets whose owner is known, and sockets whose owner exists or may exist and could not be seen.',
    samples: ({list: {summary}}) => byLabel('known', {true: summary.ownersKnown, false: countHidden(summary)}),
  },
  {
    name: 'portwatch_coverage_gaps',
    help: 'Gaps of the refresh, counted by kind. A kind that does not apply has no series.',
    samples: ({list: {snapshot}}) => byLabel('gap', problemCounts(snapshot.problems)),
  },
  {
    name: 'portwatch_refresh_timestamp_seconds',
    help: 'When the sockets were read, in seconds since the epoch.',
    samples: ({list: {snapshot}}) => single(snapshot.takenAt / 1000),
  },
  {
    name: 'portwatch_refresh_duration_seconds',
    help: 'How long reading the sockets took.',
    samples: ({list: {snapshot}}) => single(Math.round(snapshot.took * 1000) / 1e6),
  },
];

function socketsByState({rows}: MeasuredPoll): readonly Sample[] {
  const counts = new Map<string, {readonly proto: string; readonly state: string; count: number}>();
  for (const {socket} of rows) {
    const {protocol: proto, state} = socket;
    const key = `${proto} ${state}`;
    const known = counts.get(key);
    if (known) known.count++;
    else counts.set(key, {proto, state, count: 1});
  }
  return [...counts]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, {proto, state, count}]) => ({labels: {proto, state}, value: count}));
}

/** Every kind of drift, also the ones of which there is none: an alert must see a count fall back to 0. */
function driftByKind({list: {assessed}, rows}: MeasuredPoll): readonly Sample[] {
  if (!assessed.baseline) return [];
  const counts = new Map(driftReport(rows).map(({kind, entries}) => [kind, entries.length]));
  return byLabel('change', Object.fromEntries(driftKinds.map(kind => [kind, counts.get(kind) ?? 0])));
}
