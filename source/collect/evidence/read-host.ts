import {access, readFile} from 'node:fs/promises';
import type {HostEvidence, SubordinateUids} from '../../domain/evidence.ts';
import type {PackageManager} from '../../domain/inspection.ts';
import {type Known, known, unknown} from '../../domain/known.ts';
import {type Clean, sanitize} from '../../domain/text.ts';
import {readNetworkSettings} from '../../linux/sysctls.ts';
import {databases} from '../../system/packages/databases.ts';
import {readNameServers} from './name-servers.ts';

export type HostOptions = {
  readonly root?: string;
  readonly proc?: string;
};

/** The facts that are read from files. Socket units come later, from a command; other networks with each poll. */
export type HostFiles = Omit<HostEvidence, 'socketUnits' | 'otherNetworks' | 'itsNameServers' | 'seesAllUsers'>;

/** Reads the evidence about the host. Never rejects; a part that cannot be read is unknown. */
export async function readHost({root = '', proc = '/proc'}: HostOptions = {}): Promise<HostFiles> {
  const [nameServers, preload, homes, packageManager, uids] = await Promise.all([
    readNameServers(root),
    readPreload(root),
    readHomes(root),
    readPackageManager(root),
    readSubordinateUids(root),
  ]);
  return {...readNetworkSettings(proc), nameServers, preload, homes, packageManager, subordinateUids: uids};
}

const textOf = (path: string): Promise<string | null> => readFile(path, 'utf8').catch(() => null);

async function readPreload(root: string): Promise<Known<Clean | null>> {
  const text = await textOf(`${root}/etc/ld.so.preload`);
  const content = text?.trim() ?? '';
  return known(content === '' ? null : sanitize(content.replace(/\s+/g, ' '), 200));
}

/**
 * Directories of homes. An account with another home (`/`, `/bin`, `/var/www`) has no home where hidden names are
 * usual.
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

async function readPackageManager(root: string): Promise<Known<PackageManager | null>> {
  for (const {manager, files} of databases) {
    const found = await Promise.allSettled(files.map(path => access(`${root}${path}`)));
    if (found.some(({status}) => status === 'fulfilled')) return known(manager);
  }
  return known(null);
}
