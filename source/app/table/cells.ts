import {whyUnknownWords} from '../../domain/known.ts';
import {programName} from '../../domain/program.ts';
import {type Endpoint, isListed, type Socket} from '../../domain/socket.ts';
import type {AssessedSocket} from '../../judge/assess-all.ts';
import {standingOf} from '../../judge/baseline/standing.ts';
import {isGuess} from '../../judge/service-guess.ts';
import {bytesText} from '../../screens/text/bytes.ts';
import {cut, cutMiddle, width} from '../../screens/text/fit.ts';
import type {Symbols} from '../../screens/text/symbols.ts';
import {duration} from '../../screens/text/time.ts';
import type {Seen} from './track-changes.ts';

/** Texts of table cells. `cells` is the width of the column; a text that can be cut loses its least important part. */

/** `? learn`, `= accepted`; in one cell the sign alone. */
export function standingText(row: AssessedSocket, cells: number, symbols: Symbols): string {
  const standing = standingOf(row);
  return cells === 1 ? symbols.verdict[standing] : `${symbols.verdict[standing]} ${standing}`;
}

/** `tcp`, `udp6`, `raw`; `pkt` for packet, and `icm6` for icmp6 in four cells, where the beginning would mislead. */
export function protocolText({protocol, family}: Socket, cells = Number.POSITIVE_INFINITY): string {
  if (protocol === 'packet') return 'pkt';
  const text = family === 6 ? `${protocol}6` : protocol;
  return text.length > cells ? `${protocol.slice(0, cells - 1)}6` : text;
}

/** The name of an address; null where it has none or no lookup has found it. */
export type HostNameOf = (address: string) => string | null;

/**
 * `[::1]:22`, `10.0.0.5:22`, `*:5353`; `-` where there is no peer. A name has `~` before it, since it is only a claim
 * of a name server. The port is never cut.
 */
export function endpointText(
  endpoint: Endpoint | null,
  cells: number,
  {ellipsis}: Symbols,
  hostNameOf: HostNameOf = () => null,
): string {
  if (!endpoint) return '-';
  const port = `:${endpoint.port === 0 ? '*' : endpoint.port}`;
  const name = hostNameOf(endpoint.address);
  if (name !== null) return cutMiddle(`~${name}`, cells - port.length, ellipsis) + port;
  const device = endpoint.interface === null ? '' : `%${endpoint.interface}`;
  const address = endpoint.address.includes(':') ? `[${endpoint.address}${device}]` : `${endpoint.address}${device}`;
  return cutMiddle(address, cells - port.length, ellipsis) + port;
}

/**
 * Both ends in one: `0.0.0.0:22`, `51000 → 203.0.113.9:443`, `22 ← 198.51.100.7:50122`, `50021 ? 198.51.100.7:50122`.
 */
export function endsText(
  {socket, direction}: AssessedSocket,
  cells: number,
  symbols: Symbols,
  hostNameOf: HostNameOf = () => null,
): string {
  if (!socket.peer) return endpointText(socket.local, cells, symbols);
  const local = `${socket.local.port} ${arrowOf(direction, symbols)} `;
  return local + endpointText(socket.peer, cells - width(local), symbols, hostNameOf);
}

/** The arrow between a local and another end. */
export function arrowOf(direction: AssessedSocket['direction'], {from, to, between}: Symbols): string {
  if (direction === 'unknown') return between;
  return direction === 'inbound' ? from : to;
}

/**
 * The port of the service, with an arrow where it is the peer's, and a question mark where that is not known. The port
 * is never cut.
 */
export function portText({servicePort, direction}: AssessedSocket, cells: number, symbols: Symbols): string {
  const port = String(servicePort);
  if (direction !== 'outbound' && direction !== 'unknown') return port;
  const arrow = arrowOf(direction, symbols);
  return `${arrow.length + port.length > cells ? arrow.slice(-1) : arrow}${port}`;
}

/**
 * `sshd/812`, with `+2` for two more processes; `perl (munin-node)/812` with a role, `(munin-node)/812` where there is
 * no room for both; or the reason why the owner is not known. The pid is never cut.
 */
export function ownerText({owner}: Socket, cells: number, {ellipsis}: Symbols, role: string | null = null): string {
  if (!owner.known) {
    const {short} = whyUnknownWords[owner.why];
    return owner.why === 'closing' && short.length > cells ? 'closing' : short;
  }
  const [first, ...others] = owner.value;
  if (!first) return whyUnknownWords['not-collected'].short;
  const pid = isListed(first.process) ? `/${first.process.pid}` : '';
  const tail = pid + (others.length > 0 ? ` +${others.length}` : '');
  const room = Math.max(1, cells - tail.length);
  const program = programName(first);
  const [long, short] = role === null ? [program, program] : [`${program} (${role})`, `(${role})`];
  return cut(width(long) <= room ? long : short, room, ellipsis) + tail;
}

/** `ssh`; `prometheus?` with room where the name is the port's alone; `-` where no registry has the port. */
export function serviceText(row: AssessedSocket, cells: number): string {
  const name = row.service ?? '-';
  return isGuess(row) && name.length < cells ? `${name}?` : name;
}

/** The user of the owner, else of the socket; `-` where neither is known. */
export function userText({owner, user}: Socket): string {
  const [first] = owner.known ? owner.value : [];
  return first?.process.user ?? user ?? '-';
}

/** The age of a row in milliseconds, and its basis; null where the row was never seen. */
export type Age = {readonly age: number; readonly by: 'seen' | 'at-least' | 'owner'};

/**
 * A socket that was open at the first poll is older than it was seen. One that waits is about as old as the oldest
 * process that holds it, where that is known; of any other there is the lower bound.
 */
export function ageOf({socket: {peer, owner}}: AssessedSocket, seen: Seen | undefined, now: number): Age | null {
  if (!seen) return null;
  const age = now - seen.since;
  if (seen.firstPoll > 1) return {age, by: 'seen'};
  const starts = peer === null && owner.known ? owner.value.flatMap(({process}) => process.startedAt ?? []) : [];
  const ownersAge = starts.length > 0 ? now - Math.min(...starts) : 0;
  return ownersAge > age ? {age: ownersAge, by: 'owner'} : {age, by: 'at-least'};
}

/** Milliseconds: an estimated age need not tick by the second. */
const coarse = 30_000;

/**
 * `12 s`; `~5 d` by the age of the owner, `12 min+` at least, both in coarse steps. `now`: milliseconds since the
 * epoch.
 */
export function ageText(row: AssessedSocket, seen: Seen | undefined, now: number): string {
  const found = ageOf(row, seen, now);
  if (!found) return '-';
  if (found.by === 'seen') return duration(found.age);
  const steps = duration(Math.floor(found.age / coarse) * coarse);
  return found.by === 'owner' ? `~${steps}` : `${steps}+`;
}

/** Bytes a second; `-` where they are not known. */
export const rateText = (rate: number | undefined): string => (rate === undefined ? '-' : bytesText(rate));

/**
 * The reason in a few words: of an accepted socket its note, where there is one, else the assessment's. A connection
 * that is accepted with its listener keeps its own.
 */
export function whyText(row: AssessedSocket): string {
  const {acceptance, assessment} = row;
  const isItself = standingOf(row) === 'accepted' && acceptance?.isInbound === false;
  return (isItself ? acceptance.block?.note : null) ?? assessment.why;
}

/** `-` where the source does not report the queue. */
export const queueText = (queue: number | null): string => (queue === null ? '-' : String(queue));
