import {whyUnknownWords} from '../../domain/known.ts';
import {programName} from '../../domain/program.ts';
import {cut, width} from '../../screens/text/fit.ts';
import type {Symbols} from '../../screens/text/symbols.ts';
import type {Alike} from './alike.ts';
import {isServiceLocal} from './alike-kind.ts';
import {ageOf, arrowOf, endpointText, type HostNameOf, ownerText, programText} from './cells.ts';
import type {PeerCount} from './ends.ts';
import type {Seen} from './track-changes.ts';

/** Texts of cells of a line that stands for several alike sockets. `cells` is the width of the column. */

/** `10.0.0.5:443`, or the address alone where each socket has a port of its own. */
export const localsText = (alike: Alike, cells: number, symbols: Symbols): string => {
  const {local} = alike.first.socket;
  return hasOneLocalPort(alike)
    ? endpointText(local, cells, symbols)
    : cut(addressText(local), cells, symbols.ellipsis);
};

/** Whether the sockets have one port of a service in common: datagram sockets of clients do not. */
export const hasOneServicePort = ({first, isSame}: Alike): boolean => isSame || !first.isDynamic;

const hasOneLocalPort = (alike: Alike): boolean => hasOneServicePort(alike) && isServiceLocal(alike.first);

/**
 * `6204 peers: 10.1.2.3 (512), 10.9.8.7 (400)…`: the peers that have most, as many as fit; `443 of 6204 peers` where
 * the port is theirs; the address where there is one peer; `-` without peers.
 */
export function peersText(alike: Alike, cells: number, symbols: Symbols, hostNameOf: HostNameOf = () => null): string {
  const {first, ends} = alike;
  const {peer} = first.socket;
  if (!peer) return '-';
  const isTheirs = !isServiceLocal(first);
  const named = ({address, interface: device}: PeerCount): string => {
    const name = hostNameOf(address);
    return name === null ? addressText({address, interface: device}) : `~${name}`;
  };
  const [most] = ends.most;
  if (ends.peers === 1 && most) {
    return isTheirs ? endpointText(peer, cells, symbols, hostNameOf) : cut(named(most), cells, symbols.ellipsis);
  }
  const count = `${isTheirs ? `${peer.port} of ` : ''}${ends.peers} peers`;
  if (most?.count === 1) return firstThatFits([`${count}, one each`, count], cells, symbols);
  const withNamed = (number: number): string => {
    const names = ends.most.slice(0, number).map(each => `${named(each)} (${each.count})`);
    return `${count}: ${names.join(', ')}${ends.peers > number ? symbols.ellipsis : ''}`;
  };
  const variants = ends.most.map((_, index) => withNamed(ends.most.length - index));
  return firstThatFits([...variants, count], cells, symbols);
}

/** Both ends in one: `443 ← 6204 peers: 10.1.2.3 (512)…`, `→ 443 of 6204 peers`. */
export function bothEndsText(alike: Alike, cells: number, symbols: Symbols, hostNameOf?: HostNameOf): string {
  const {socket, direction} = alike.first;
  if (!socket.peer) return localsText(alike, cells, symbols);
  const port = hasOneLocalPort(alike) ? `${socket.local.port} ` : '';
  const start = `${port}${arrowOf(direction, symbols)} `;
  return start + peersText(alike, cells - width(start), symbols, hostNameOf);
}

/**
 * `nginx/101 ×20113`; of several processes `nginx, 8 pids ×20113`; without pids where there is no room. The number is
 * never cut.
 */
export function ownersText({first, rows, ends}: Alike, cells: number, symbols: Symbols): string {
  const {socket, role} = first;
  const {owner} = socket;
  const count = ` ${symbols.times}${rows.length}`;
  const room = Math.max(1, cells - count.length);
  if (!owner.known) {
    const {short} = whyUnknownWords[owner.why];
    return firstThatFits(owner.why === 'closing' ? [short, 'closing'] : [short], room, symbols) + count;
  }
  const [holder] = owner.value;
  const program = holder ? programName(holder) : whyUnknownWords['not-collected'].short;
  const short = programText(program, role, room, symbols);
  if (owner.value.length < ends.processes) {
    const long = programText(program, role, Number.POSITIVE_INFINITY, symbols);
    return firstThatFits([`${long}, ${ends.processes} pids`, short], room, symbols) + count;
  }
  const withPid = ownerText(socket, room, symbols, role);
  return (withPid.includes(symbols.ellipsis) ? short : withPid) + count;
}

// The oldest of the sockets whose ends were counted together, which stays the same as long as they do.
const oldest = new WeakMap<Alike['ends'], Alike['first']>();

/** The socket that was seen first. Linear in the sockets, once for each time that sockets came or went. */
export function oldestOf({rows, first, ends}: Alike, seenOf: (row: Alike['first']) => Seen | undefined, now: number) {
  const known = oldest.get(ends);
  if (known) return known;
  const age = (row: Alike['first']): number => ageOf(row, seenOf(row), now)?.age ?? 0;
  let found = first;
  for (const row of rows) {
    // Nothing is older than the first poll.
    if (seenOf(found)?.firstPoll === 1 && found.socket.peer !== null) break;
    if (age(row) > age(found)) found = row;
  }
  oldest.set(ends, found);
  return found;
}

const addressText = ({address, interface: device}: Pick<PeerCount, 'address' | 'interface'>): string =>
  device === null ? address : `${address}%${device}`;

/** The first text that fits, or else the last one, cut. */
const firstThatFits = (texts: readonly string[], cells: number, {ellipsis}: Symbols): string =>
  texts.find(text => width(text) <= cells) ?? cut(texts.at(-1) ?? '', cells, ellipsis);
