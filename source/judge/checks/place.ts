import type {FileRights} from '../../domain/socket.ts';

/** Directories that every user may write to, or that are emptied at boot: no program is installed in them. */
const scratchDirectories = ['/tmp', '/var/tmp', '/dev', '/run', '/var/run', '/proc'];
/** NixOS keeps its wrappers and the system itself under /run. */
const installedUnderRun = ['/run/wrappers/', '/run/current-system/', '/run/booted-system/'];
/** An AppImage runs from a mount of its own under /tmp (its runtime, `.mount_` and a random name). */
const appImage = /^\/tmp\/\.mount_[^/]+\//;
/** Directories of people, in which names that begin with a dot are usual. */
const usualHome = /^\/(?:home\/[^/]+|root|Users\/[^/]+|var\/home\/[^/]+|export\/home\/[^/]+)\//;

export type Place =
  | {readonly kind: 'scratch'; readonly directory: string}
  | {readonly kind: 'app-image'}
  | {readonly kind: 'hidden'; readonly component: string}
  | {readonly kind: 'ordinary'};

/** A suspicious place of a program, by its path. `homes`: home directories of this host besides the usual ones. */
export function placeOf(path: string, homes: readonly string[] = []): Place {
  if (appImage.test(path)) return {kind: 'app-image'};
  const scratch = scratchDirectories.find(directory => path.startsWith(`${directory}/`));
  if (scratch !== undefined && !installedUnderRun.some(each => path.startsWith(each))) {
    const memory = path.startsWith('/dev/shm/') ? '/dev/shm' : scratch;
    return {kind: 'scratch', directory: path.startsWith('/run/user/') ? '/run/user' : memory};
  }
  const isInHome = usualHome.test(path) || homes.some(home => path.startsWith(`${home}/`));
  const component = path.split('/').find(part => isBlank(part) || (!isInHome && part.startsWith('.')));
  return component === undefined ? {kind: 'ordinary'} : {kind: 'hidden', component};
}

/** A component that is invisible or looks like another name: only dots and blanks, or a blank at its end. */
const isBlank = (component: string): boolean => /^[.\s]+$/.test(component) || /\s$/.test(component);

/** The rights of a file in words, as they stand in a failure. */
export const permissions = ({uid, mode}: FileRights): string =>
  `owned by ${uid === 0 ? 'root' : `uid ${uid}`}, mode ${(mode & 0o7777).toString(8).padStart(4, '0')}`;
