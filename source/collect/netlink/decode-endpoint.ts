import {formatIPv4, formatIPv6} from '../../domain/address.ts';
import type {Endpoint} from '../../domain/socket.ts';
import type {Clean} from '../../domain/text.ts';
import type {DeviceName} from '../procfs/device-names.ts';
import {AF_INET6, field, type Sample} from './inet-diag.ts';

/** The local end of the socket that a sample describes. */
export function localOf(sample: Sample, deviceName: DeviceName): Endpoint {
  const device = sample[field.device] ?? 0;
  return endpoint(
    addressAt(sample, field.local),
    sample[field.localPort] ?? 0,
    device === 0 ? null : deviceName(device),
  );
}

/**
 * Its peer; null where it has none. The device belongs to the peer only as scope of a link-local address, fe80::/10.
 */
export function peerOf(sample: Sample, deviceName: DeviceName): Endpoint | null {
  const port = sample[field.peerPort] ?? 0;
  if (port === 0 && isWildcard(sample)) return null;
  const isScoped = sample[field.family] === AF_INET6 && (sample[field.peer] ?? 0) >>> 22 === 0x3fa;
  const device = isScoped ? (sample[field.device] ?? 0) : 0;
  return endpoint(addressAt(sample, field.peer), port, device === 0 ? null : deviceName(device));
}

// 0.0.0.0, :: or ::ffff:0.0.0.0
function isWildcard(sample: Sample): boolean {
  const third = sample[field.peer + 2];
  const isZero = sample[field.peer] === 0 && sample[field.peer + 1] === 0 && sample[field.peer + 3] === 0;
  return isZero && (third === 0 || third === 0xffff);
}

/** Some of the last endpoints, by the lowest bits of their ports: the connections of one service share an end. */
const maxRecent = 256;
const recent = new Array<Endpoint | undefined>(maxRecent);

function endpoint(address: Clean, port: number, device: Clean | null): Endpoint {
  const place = port % maxRecent;
  const last = recent[place];
  if (last?.port === port && last.address === address && last.interface === device) return last;
  const made = {address, port, interface: device};
  recent[place] = made;
  return made;
}

/** Text of the addresses so far: a host has far fewer addresses than sockets. */
const addresses = new Map<number | string, Clean>();
const maxAddresses = 16_384;

function addressAt(sample: Sample, start: number): Clean {
  const a = sample[start] ?? 0;
  if (sample[field.family] !== AF_INET6) {
    return addresses.get(a) ?? remember(a, formatIPv4(a >>> 24, (a >>> 16) & 255, (a >>> 8) & 255, a & 255));
  }
  const b = sample[start + 1] ?? 0;
  const c = sample[start + 2] ?? 0;
  const d = sample[start + 3] ?? 0;
  const id = `${a},${b},${c},${d}`;
  return addresses.get(id) ?? remember(id, formatIPv6([a, b, c, d].flatMap(word => [word >>> 16, word & 0xffff])));
}

function remember(id: number | string, text: Clean): Clean {
  if (addresses.size >= maxAddresses) addresses.clear();
  addresses.set(id, text);
  return text;
}
