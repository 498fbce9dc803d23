import type {Problem, Snapshot} from '../../domain/snapshot.ts';
import {trusted} from '../../domain/text.ts';
import {counted} from '../count-words.ts';
import type {Reading} from './read-saved.ts';

// Sockets of internet protocols that are not assessed, by the name that they are counted under.
const notAssessed: Readonly<Record<string, string>> = {
  sctp: 'SCTP and DCCP',
  udplite: 'UDP-Lite',
  mptcp: 'multipath TCP',
  multipath: 'multipath TCP',
  'no-address': 'sockets without address',
};

/** The snapshot of a saved text; `takenAt` in milliseconds since the epoch, `took` in milliseconds. */
export function toSnapshot(reading: Reading, takenAt: number, took: number): Snapshot {
  return {
    takenAt,
    took,
    host: trusted('saved output'),
    source: 'saved',
    sockets: reading.sockets,
    problems: problemsOf(reading),
  };
}

function problemsOf({unread, assumedStates, skipped}: Reading): readonly Problem[] {
  const problems = [
    problem('unread-lines', unread.length, `${counted(unread.length, 'line', 'lines')} could not be read`),
    problem(
      'assumed-states',
      assumedStates,
      `${counted(assumedStates, 'socket', 'sockets')} without a state, taken from its peer`,
    ),
    ...Object.entries(notAssessed).map(([what, name]) =>
      problem(
        `not-judged-${what}`,
        skipped[what] ?? 0,
        `not judged: ${counted(skipped[what] ?? 0, 'line', 'lines')} of ${name}`,
      ),
    ),
  ];
  return problems.filter(({count}) => count > 0);
}

const problem = (kind: string, count: number, text: string): Problem => ({kind, count, text: trusted(text)});
