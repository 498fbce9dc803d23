import {whyUnknownWords} from '../../domain/known.ts';
import {programName} from '../../domain/program.ts';
import {type SocketState, socketStates} from '../../domain/socket.ts';
import type {AssessedSocket} from '../../judge/assess-all.ts';
import {type Standing, standingOf, standings} from '../../judge/baseline/standing.ts';
import {memoizeLastFor} from '../../screens/text/memoize-last.ts';
import {isServiceLocal} from './alike-kind.ts';
import {namespacePlaces} from './namespace-places.ts';
import {peerNetworkOf} from './peer-network.ts';

/** The group of a row: its name, which is also its title, and its rank among the groups, lowest first. */
export type GroupPlace = {readonly name: string; readonly rank: number};

/** A way to divide the list into groups. Groups of equal rank are sorted by name. */
export type Grouping = {
  readonly id: string;
  readonly help: string;
  /** The places of these rows, which may depend on one another. Linear in the rows. */
  readonly placesOf: (rows: readonly AssessedSocket[]) => (row: AssessedSocket) => GroupPlace;
  /** Groups of equal rank are sorted by their sockets that count, most first, before the name. */
  readonly bySize?: boolean;
  /** Whether it divides this list at all; absent: it does. Linear in the rows. */
  readonly divides?: (rows: readonly AssessedSocket[]) => boolean;
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

const standingPlaces = Object.fromEntries(
  standings.map((standing, index) => [standing, {name: standing.toUpperCase(), rank: -index}]),
) as Readonly<Record<Standing, GroupPlace>>;
const exposurePlaces = Object.fromEntries(exposures.map(([scope, name], rank) => [scope, {name, rank}])) as Readonly<
  Record<AssessedSocket['scope'], GroupPlace>
>;

const clientPorts: GroupPlace = {name: 'PORTS OF CLIENTS', rank: 3};

/** Services of this host come first, then the ones of others, then the ones whose side is not known; each by port. */
function servicePlace(row: AssessedSocket): GroupPlace {
  const {socket, direction, servicePort, service} = row;
  if (row.isDynamic) return clientPorts;
  const name = `${servicePort}/${socket.protocol}${service === null ? '' : ` ${service}`}`;
  // A fraction keeps the port within its part.
  const byPort = servicePort / 65_536;
  if (direction === 'unknown') return {name: `direction unknown: ${name}`, rank: 2 + byPort};
  return isServiceLocal(row) ? {name, rank: byPort} : {name: `at peers: ${name}`, rank: 1 + byPort};
}

function programPlace({socket: {owner}, role}: AssessedSocket): GroupPlace {
  const [first] = owner.known ? owner.value : [];
  if (first) return {name: role === null ? programName(first) : `${programName(first)} (${role})`, rank: 0};
  return {name: `owner: ${whyUnknownWords[owner.known ? 'not-collected' : owner.why].short}`, rank: 1};
}

/** Where the place of a row depends on the row alone. */
const each =
  (placeOf: (row: AssessedSocket) => GroupPlace): Grouping['placesOf'] =>
  () =>
    placeOf;

/** All groupings, in the order of the key `v`. */
export const groupings: readonly Grouping[] = [
  {
    id: 'state',
    help: 'by state',
    placesOf: each(({socket: {state}}) => statePlaces[state]),
  },
  {
    id: 'verdict',
    help: 'by verdict, suspect first; what was accepted is a group of its own',
    placesOf: each(row => standingPlaces[standingOf(row)]),
  },
  {
    id: 'process',
    help: 'by program',
    placesOf: each(programPlace),
  },
  {
    id: 'exposure',
    help: 'by where the local address is reached from',
    placesOf: each(({scope}) => exposurePlaces[scope]),
  },
  {id: 'service', help: 'by the port of the service, here or at the peer', placesOf: each(servicePlace)},
  {
    id: 'peer',
    help: "by the peer's network, the one with most sockets first",
    placesOf: each(({socket: {peer}}) => peerNetworkOf(peer)),
    bySize: true,
  },
  {
    id: 'namespace',
    help: 'by network namespace, where there is more than one',
    placesOf: namespacePlaces,
    divides: memoizeLastFor((rows: readonly AssessedSocket[]) =>
      rows.some(({socket}) => socket.netns !== rows[0]?.socket.netns),
    ),
  },
];

/** The grouping with this id, or the one by state. */
export const groupingOf = (id: string): Grouping => groupings.find(grouping => grouping.id === id) ?? byState;

export const byState = groupings[0] as Grouping;
