import {access, readdir, readFile} from 'node:fs/promises';
import type {HostEvidence, SubordinateUids} from '../../domain/evidence.ts';
import type {PackageManager} from '../../domain/inspection.ts';
import {type Known, known, unknown} from '../../domain/known.ts';
import {type Clean, sanitize} from '../../domain/text.ts';

/** Files in which each package manager keeps what is installed; the first that is there is the host's. */
const databases: readonly (readonly [PackageManager, string])[] = [
  ['dpkg', '/var/lib/dpkg/status'],
  ['rpm', '/var/lib/rpm/rpmdb.sqlite'],
  ['rpm', '/usr/lib/sysimage/rpm/rpmdb.sqlite'],
  ['rpm', '/var/lib/rpm/Packages'],
  ['rpm', '/var/lib/rpm/Packages.db'],
  ['apk', '/lib/apk/db/installed'],
  ['apk', '/usr/lib/apk/db/installed'],
  ['pacman', '/var/lib/pacman/local/ALPM_DB_VERSION'],
];

/** Lists of name servers: the resolver's own, those behind systemd-resolved, NetworkManager and dnsmasq. */
const resolverFiles: readonly string[] = [
  '/etc/resolv.conf',
  '/run/systemd/resolve/resolv.conf',
  '/run/systemd/resolve/stub-resolv.conf',
  '/run/NetworkManager/resolv.conf',
  '/run/NetworkManager/no-stub-resolv.conf',
  '/run/resolvconf/resolv.conf',
  '/run/dnsmasq/resolv.conf',
  '/etc/resolv.dnsmasq.conf',
];

export type HostOptions = {
  readonly root?: string;
  readonly proc?: string;
};

/** What is read from files; socket units have to be asked for, and come later. */
export type HostFiles = Omit<HostEvidence, 'socketUnits'>;

/** Reads what evidence asks of the host. Never rejects; a part that cannot be read is unknown. */
export async function readHost({root = '', proc = '/proc'}: HostOptions = {}): Promise<HostFiles> {
  const [nameServers, routeLocalnet, preload, homes, ephemeralPorts, packageManager, uids] = await Promise.all([
    readNameServers(root),
    readRouteLocalnet(proc),
    readPreload(root),
    readHomes(root),
    readEphemeralPorts(proc),
    readPackageManager(root),
    readSubordinateUids(root),
  ]);
  return {nameServers, routeLocalnet, preload, homes, ephemeralPorts, packageManager, subordinateUids: uids};
}

const textOf = (path: string): Promise<string | null> => readFile(path, 'utf8').catch(() => null);

async function readNameServers(root: string): Promise<Known<readonly Clean[]>> {
  const texts = await Promise.all(resolverFiles.map(path => textOf(`${root}${path}`)));
  if (texts.every(text => text === null)) return unknown('not-collected');
  const found = texts.flatMap(text => nameServersIn(text ?? ''));
  return known([...new Set(found)].map(address => sanitize(address, 100)));
}

/**
 * Addresses of the `nameserver` lines of resolv.conf(5), and of `server=` lines of dnsmasq(8); a scope id is dropped.
 */
export function nameServersIn(text: string): readonly string[] {
  const lines = text.matchAll(/^\s*(?:nameserver\s+|server=(?:\/[^/\n]*\/)?)([0-9a-fA-F.:]+)/gm);
  return [...lines].map(([, address = '']) => address.toLowerCase());
}

async function readRouteLocalnet(proc: string): Promise<Known<readonly Clean[]>> {
  const directory = `${proc}/sys/net/ipv4/conf`;
  const names = await readdir(directory).catch(() => null);
  if (names === null) return unknown('not-collected');
  const values = await Promise.all(
    names.map(async name => [name, await textOf(`${directory}/${name}/route_localnet`)] as const),
  );
  return known(
    values.filter(([name, value]) => value?.trim() === '1' && name !== 'default').map(([name]) => sanitize(name, 100)),
  );
}

async function readPreload(root: string): Promise<Known<Clean | null>> {
  const text = await textOf(`${root}/etc/ld.so.preload`);
  const content = text?.trim() ?? '';
  return known(content === '' ? null : sanitize(content.replace(/\s+/g, ' '), 200));
}

/**
 * Directories that hold homes; an account whose home is elsewhere (`/`, `/bin`, `/var/www`) has none that hides names.
 */
const homeParents = /^\/(?:home|root|opt|srv|var\/lib|var\/home|export|data|mnt|usr\/home)(?:\/|$)/;

async function readHomes(root: string): Promise<Known<readonly Clean[]>> {
  const text = await textOf(`${root}/etc/passwd`);
  if (text === null) return unknown('not-collected');
  const homes = text.split('\n').map(line => line.split(':')[5] ?? '');
  return known(
    [...new Set(homes.filter(home => homeParents.test(home)))].map(home => sanitize(home.replace(/\/+$/, ''), 500)),
  );
}

async function readSubordinateUids(root: string): Promise<Known<readonly SubordinateUids[]>> {
  const [lines, accounts] = await Promise.all([textOf(`${root}/etc/subuid`), textOf(`${root}/etc/passwd`)]);
  return lines === null ? unknown('not-collected') : known(subordinateUidsIn(lines, accounts ?? ''));
}

/** The ranges of subuid(5), whose first field is a name of passwd(5) or a user ID. */
export function subordinateUidsIn(subuid: string, passwd: string): readonly SubordinateUids[] {
  const uids = new Map(passwd.split('\n').map(line => [line.split(':')[0], Number(line.split(':')[2])]));
  return subuid.split('\n').flatMap(line => {
    const [account = '', from, count] = line.trim().split(':');
    const range = {uid: uids.get(account) ?? Number(account || Number.NaN), from: Number(from), count: Number(count)};
    return Object.values(range).every(Number.isInteger) ? [range] : [];
  });
}

async function readEphemeralPorts(proc: string): Promise<Known<readonly [from: number, to: number]>> {
  const text = await textOf(`${proc}/sys/net/ipv4/ip_local_port_range`);
  const [from = Number.NaN, to = Number.NaN] = (text ?? '').trim().split(/\s+/).map(Number);
  return Number.isInteger(from) && Number.isInteger(to) ? known([from, to]) : unknown('not-collected');
}

async function readPackageManager(root: string): Promise<Known<PackageManager | null>> {
  for (const [manager, path] of databases) {
    if (
      await access(`${root}${path}`).then(
        () => true,
        () => false,
      )
    )
      return known(manager);
  }
  return known(null);
}
