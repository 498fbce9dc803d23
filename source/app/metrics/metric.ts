import type {AssessedSocket} from '../../judge/assess-all.ts';
import type {ListState} from '../state/state.ts';

/** One series at the time of a poll. Labels are written in the order of their keys. */
export type Sample = {readonly labels: Readonly<Record<string, string>>; readonly value: number};

/** The poll that metrics are about: a list, and its sockets as filtered. */
export type MeasuredPoll = {readonly list: ListState; readonly rows: readonly AssessedSocket[]};

/** A gauge of Prometheus with all its series. */
export type Metric = {
  readonly name: `portwatch_${string}`;
  readonly help: string;
  /** Empty where the poll does not have the fact at all, which is not the same as 0. */
  readonly samples: (poll: MeasuredPoll) => readonly Sample[];
};

/** The series of a metric without labels. */
export const single = (value: number): readonly Sample[] => [{labels: {}, value}];

/** A series for each count, under one label. */
export const byLabel = (label: string, counts: Readonly<Record<string, number>>): readonly Sample[] =>
  Object.entries(counts).map(([value, count]) => ({labels: {[label]: value}, value: count}));
