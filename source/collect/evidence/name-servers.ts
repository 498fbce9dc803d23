import {readdir, readFile} from 'node:fs/promises';
import {canonicalAddress} from '../../domain/address.ts';
import {type Known, known, unknown} from '../../domain/known.ts';
import type {Clean} from '../../domain/text.ts';

/**
 * Files with lists of name servers: of the C library (resolv.conf(5)); of systemd-resolved, NetworkManager, resolvconf
 * and dnsmasq, for the servers that they ask; settings of systemd-resolved (resolved.conf(5)) and dnsmasq(8). A
 * directory stands for the `.conf` files in it.
 */
const places: readonly string[] = [
  '/etc/resolv.conf',
  '/run/systemd/resolve/resolv.conf',
  '/run/systemd/resolve/stub-resolv.conf',
  '/run/NetworkManager/resolv.conf',
  '/run/NetworkManager/no-stub-resolv.conf',
  '/run/resolvconf/resolv.conf',
  '/run/dnsmasq/resolv.conf',
  '/etc/resolv.dnsmasq.conf',
  '/etc/dnsmasq.conf',
  '/etc/dnsmasq.d',
  '/etc/NetworkManager/dnsmasq.d',
  '/etc/systemd/resolved.conf',
  '/etc/systemd/resolved.conf.d',
  '/run/systemd/resolved.conf.d',
  '/usr/lib/systemd/resolved.conf.d',
];

/**
 * The addresses of the name servers that a host is set up to ask, canonical and each once. `root` stands before each
 * path. Unknown where no file can be read. Never rejects.
 */
export async function readNameServers(root: string): Promise<Known<readonly Clean[]>> {
  const texts = (await Promise.all(places.map(place => textsAt(`${root}${place}`)))).flat();
  return texts.length === 0 ? unknown('not-collected') : known([...new Set(texts.flatMap(nameServersIn))]);
}

async function textsAt(path: string): Promise<readonly string[]> {
  const files = await readdir(path).catch(() => null);
  const paths = files?.filter(name => name.endsWith('.conf')).map(name => `${path}/${name}`) ?? [path];
  const texts = await Promise.all(paths.map(each => readFile(each, 'utf8').catch(() => null)));
  return texts.filter(text => text !== null);
}

/**
 * Addresses in `nameserver` lines of resolv.conf(5), `server=` lines of dnsmasq(8), and `DNS=` and `FallbackDNS=` lines
 * of resolved.conf(5). Scope, port and server name, as in `fe80::1%eth0`, `1.1.1.1#53` and `[::1]:53`, are left out.
 */
export function nameServersIn(text: string): readonly Clean[] {
  const lines = text.matchAll(/^[ \t]*(?:nameserver[ \t]+|(?:server|DNS|FallbackDNS)[ \t]*=[ \t]*)(.*)$/gm);
  return [...lines].flatMap(([, value = '']) => value.split(/\s+/).flatMap(word => addressIn(word) ?? []));
}

/** dnsmasq writes domains before the address: `/lan/home/10.0.0.1`. */
function addressIn(word: string): Clean | null {
  const last = word.slice(word.lastIndexOf('/') + 1);
  const bare = last.match(/^\[([^\]]+)\]/)?.[1] ?? last.replace(/[%#@].*$/, '');
  return canonicalAddress(bare) ?? canonicalAddress(bare.replace(/:\d+$/, ''));
}
