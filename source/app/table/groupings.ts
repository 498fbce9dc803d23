import {whyUnknownWords} from '../../domain/known.ts';
import {programName} from '../../domain/program.ts';
import {type SocketState, socketStates} from '../../domain/socket.ts';
import {type Verdict, verdicts} from '../../domain/verdict.ts';
import type {AssessedSocket} from '../../judge/assess-all.ts';

/** The group of a row: its name, which is also its title, and its rank among the groups, lowest first. */
export type GroupPlace = {readonly name: string; readonly rank: number};

/** A way to divide the list into groups. Groups of equal rank are sorted by name. */
export type Grouping = {
  readonly id: string;
  readonly help: string;
  readonly placeOf: (row: AssessedSocket) => GroupPlace;
};

const exposures: readonly (readonly [scope: AssessedSocket['scope'], name: string])[] = [
  ['all', 'EVERY ADDRESS'],
  ['public', 'PUBLIC ADDRESSES'],
  ['private', 'PRIVATE ADDRESSES'],
  ['link-local', 'LINK-LOCAL ADDRESSES'],
  ['loopback', 'LOOPBACK'],
];

// The objects are made once, since every row of every poll needs one.
const statePlaces = Object.fromEntries(socketStates.map((state, rank) => [state, {name: state, rank}])) as Readonly<
  Record<SocketState, GroupPlace>
>;

const verdictPlaces = Object.fromEntries(
  verdicts.map((verdict, index) => [verdict, {name: verdict.toUpperCase(), rank: -index}]),
) as Readonly<Record<Verdict, GroupPlace>>;
const exposurePlaces = Object.fromEntries(exposures.map(([scope, name], rank) => [scope, {name, rank}])) as Readonly<
  Record<AssessedSocket['scope'], GroupPlace>
>;

/** All groupings, in the order of the key `v`. */
export const groupings: readonly Grouping[] = [
  {
    id: 'state',
    help: 'by state',
    placeOf: ({socket: {state}}) => statePlaces[state],
  },
  {
    id: 'verdict',
    help: 'by verdict, suspect first',
    placeOf: ({assessment: {verdict}}) => verdictPlaces[verdict],
  },
  {
    id: 'process',
    help: 'by program',
    placeOf: ({socket: {owner}, role}) => {
      const [first] = owner.known ? owner.value : [];
      if (first) return {name: role === null ? programName(first) : `${programName(first)} (${role})`, rank: 0};
      return {name: `owner: ${whyUnknownWords[owner.known ? 'not-collected' : owner.why].short}`, rank: 1};
    },
  },
  {
    id: 'exposure',
    help: 'by where the local address is reached from',
    placeOf: ({scope}) => exposurePlaces[scope],
  },
];

/** The grouping with this id, or the one by state. */
export const groupingOf = (id: string): Grouping => groupings.find(grouping => grouping.id === id) ?? byState;

export const byState = groupings[0] as Grouping;
