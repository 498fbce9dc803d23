import type {Clean} from '../../domain/text.ts';
import type {SocketRow} from '../socket-row.ts';
import {decodeAddress} from './decode-address.ts';
import {interfaceName} from './device-names.ts';

const isLinkLocal = (address: string): boolean => /^fe[89ab]/.test(address);

/**
 * Adds the device to link-local addresses, from the text of /proc/net/if_inet6, because the tables of sockets do not
 * have it. A local address that several devices have gets no device. A link-local peer is on the link of the local
 * address.
 */
export function withLinkLocalDevices(rows: readonly SocketRow[], ifInet6: string): readonly SocketRow[] {
  const devices = parseLinkLocalDevices(ifInet6);
  if (devices.size === 0) return rows;
  return rows.map(row => {
    const {local, peer} = row;
    const device = row.family === 6 ? devices.get(local.address) : undefined;
    if (device === undefined) return row;
    const isScoped = peer !== null && isLinkLocal(peer.address);
    return {...row, local: {...local, interface: device}, peer: isScoped ? {...peer, interface: device} : peer};
  });
}

/** Link-local addresses that exactly one device has. Lines are: address, index, prefix length, scope, flags, device. */
export function parseLinkLocalDevices(ifInet6: string): Map<Clean, Clean> {
  const devices = new Map<Clean, Clean>();
  const ambiguous = new Set<Clean>();
  for (const line of ifInet6.split('\n')) {
    const [hex = '', , , , , device = ''] = line.trim().split(/\s+/);
    // The digits are in network order, whatever the host's.
    const address = hex.length === 32 && device !== '' ? decodeAddress(hex, 'BE') : null;
    if (address === null || !isLinkLocal(address)) continue;
    if (devices.has(address)) ambiguous.add(address);
    devices.set(address, interfaceName(device));
  }
  for (const address of ambiguous) devices.delete(address);
  return devices;
}
