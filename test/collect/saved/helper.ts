import {readFileSync} from 'node:fs';
import {toLines} from '../../../source/collect/saved/lines.ts';
import {type Reading, readSaved} from '../../../source/collect/saved/read-saved.ts';
import type {PortLookup} from '../../../source/collect/saved/service-port.ts';
import type {Endpoint, Socket} from '../../../source/domain/socket.ts';

const folder = new URL('../../fixtures/saved/', import.meta.url);

export const fixture = (name: string): Uint8Array => readFileSync(new URL(name, folder));

const knowsNoName: PortLookup = () => null;

export const readFixture = (name: string): Reading => readSaved(toLines(fixture(name)), knowsNoName);

export const readText = (text: string, lookup = knowsNoName): Reading =>
  readSaved(toLines(new TextEncoder().encode(text)), lookup);

/** The only socket of a text. */
export function readOne(text: string, lookup?: PortLookup): Socket {
  const {sockets, unread} = readText(text, lookup);
  const [socket] = sockets;
  if (!socket || sockets.length > 1) {
    throw new Error(`${sockets.length} sockets, unread: ${unread.map(({text: line}) => line).join(' / ')}`);
  }
  return socket;
}

const end = (of: Endpoint, device: boolean): string =>
  `${of.address}${device && of.interface !== null ? `%${of.interface}` : ''}:${of.port}`;

/** `tcp4 LISTEN 0.0.0.0:22 -`: the columns that every table has. Netstat and lsof print no device. */
export function ends({protocol, family, state, local, peer}: Socket, device = true): string {
  return `${protocol}${family ?? ''} ${state} ${end(local, device)} ${peer ? end(peer, device) : '-'}`;
}

/** `sshd/812(3)`, with `?` for what the text does not have; or why the owner is unknown. */
export function ownerOf({owner}: Socket): string {
  if (!owner.known) return owner.why;
  return owner.value
    .map(({process, descriptors}) => {
      const opened = descriptors.length > 0 ? `(${descriptors.join(' ')})` : '';
      return `${process.name ?? '?'}/${process.pid ?? '?'}${opened}`;
    })
    .join(' ');
}

export const shown = (socket: Socket): string => `${ends(socket)} ${ownerOf(socket)}`;
