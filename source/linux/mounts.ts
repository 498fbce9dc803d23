import type {UntouchedWhy} from '../domain/known.ts';

/** A line of /proc/PID/mountinfo (proc_pid_mountinfo(5)), one character for each byte. `device` as `8:1`. */
export type Mount = {
  readonly id: number;
  readonly parent: number;
  readonly device: string;
  /** The directory or file of the file system that is mounted: of nsfs, `net:[4026531840]`. */
  readonly root: string;
  readonly point: string;
  readonly type: string;
  /** Options of the file system, as `lowerdir=/a:/b`. */
  readonly options: string;
};

/** The mounts in the text of a mountinfo file; other lines are passed over. Linear in the text. */
export const parseMounts = (text: string): readonly Mount[] => text.split('\n').flatMap(line => parseMount(line) ?? []);

function parseMount(line: string): Mount | null {
  const [before = '', after = ''] = line.split(' - ', 2);
  const [id, parent, device, root = '', point] = before.split(' ');
  const [type, , options = ''] = after.split(' ');
  if (device === undefined || point === undefined || type === undefined || !/^\d+:\d+$/.test(device)) return null;
  return {
    id: Number(id),
    parent: Number(parent),
    device,
    root,
    point: unescaped(point),
    type,
    options: unescaped(options),
  };
}

/** The kernel writes blanks and backslashes in octal, as `\040`. */
const unescaped = (text: string): string =>
  text.replace(/\\([0-7]{3})/g, (_match, digits: string) => String.fromCharCode(Number.parseInt(digits, 8)));

/** File systems whose every access may wait for another machine or host, by their type in mountinfo. */
const networkTypes: ReadonlySet<string> = new Set([
  ...['nfs', 'nfs4', 'cifs', 'smb3', 'smbfs', 'ncpfs', 'ceph', '9p', 'afs', 'coda', 'lustre', 'glusterfs', 'davfs'],
  ...['beegfs', 'gpfs', 'panfs', 'pvfs2', 'orangefs', 'gfs2', 'ocfs2', 'acfs', 'dlmfs', 'wekafs', 'mfs'],
  ...['virtiofs', 'vboxsf', 'vmhgfs', 'prl_fs', 'sshfs'],
]);

/** The reason why files on a file system of this type must not be touched; null where they may be. */
export function hangingType(type: string): UntouchedWhy | null {
  if (type === 'fuse' || type === 'fuseblk' || type.startsWith('fuse.')) return 'on-fuse';
  if (type === 'autofs') return 'on-automount';
  return networkTypes.has(type) || type.startsWith('nfs.') ? 'on-network' : null;
}

/** The mounts of one mount namespace. */
export type MountTable = {
  readonly mounts: readonly Mount[];
  /** Devices of the file systems from which the host itself runs; these may always be touched. */
  readonly trusted: ReadonlySet<string>;
  /** The mounts that must not be touched. */
  readonly hanging: readonly Mount[];
  readonly hasRoot: boolean;
};

/** The table of some mounts. Linear in the mounts; each directory beneath an overlay adds a search of them. */
export function toMountTable(mounts: readonly Mount[], trusted: ReadonlySet<string>): MountTable {
  const hanging = mounts.filter(mount => whyUntouched(mounts, trusted, mount) !== null);
  return {mounts, trusted, hanging, hasRoot: mounts.some(({point}) => point === '/')};
}

/**
 * The mounts that the kernel crosses on the way to an absolute path without links, the root first. Empty where no mount
 * is listed at the root. Linear in the mounts for each step.
 */
export function mountsOnTheWay(mounts: readonly Mount[], path: string): readonly Mount[] {
  const way: Mount[] = [];
  let next = rootOf(mounts);
  while (next !== undefined && way.length <= mounts.length) {
    way.push(next);
    const {id} = next;
    next = shortest(mounts.filter(each => each.parent === id && each.id !== id && isOn(path, each.point)));
  }
  return way;
}

/** The lowest mount at the root: of several mounts at one point, each covers its parent. */
function rootOf(mounts: readonly Mount[]): Mount | undefined {
  const roots = mounts.filter(({point}) => point === '/');
  return roots.find(({id, parent}) => !roots.some(other => other.id === parent && other.id !== id));
}

const isOn = (path: string, point: string): boolean => point === '/' || path === point || path.startsWith(`${point}/`);

const shortest = (mounts: readonly Mount[]): Mount | undefined =>
  mounts.reduce<Mount | undefined>(
    (least, each) => (least === undefined || each.point.length < least.point.length ? each : least),
    undefined,
  );

/** The reason why a path without links must not be touched, by the mounts on its way; null where it may be. */
export function whyUntouchedAt({mounts, trusted, hanging, hasRoot}: MountTable, path: string): UntouchedWhy | null {
  if (!hasRoot) return 'on-unlisted-mount';
  if (!hanging.some(({point}) => isOn(path, point))) return null;
  const reasons = mountsOnTheWay(mounts, path).map(mount => whyUntouched(mounts, trusted, mount));
  return reasons.find(why => why !== null) ?? null;
}

/** The reason why a mount must not be touched; null where it may be. `mounts` are all of its namespace. */
export function whyUntouched(
  mounts: readonly Mount[],
  trusted: ReadonlySet<string>,
  {device, type, options}: Mount,
): UntouchedWhy | null {
  if (trusted.has(device)) return null;
  if (type !== 'overlay') return hangingType(type);
  // An overlay hangs where a directory beneath it hangs, as far as the mounts of these directories are listed.
  const beneath = layersIn(options).flatMap(layer => mountsOnTheWay(mounts, layer).at(-1) ?? []);
  const reasons = beneath.filter(each => !trusted.has(each.device)).map(each => hangingType(each.type));
  return reasons.find(why => why !== null) ?? null;
}

/** The directories beneath an overlay: `lowerdir=/a:/b,upperdir=/c`. */
const layersIn = (options: string): readonly string[] =>
  options
    .split(',')
    .flatMap(option => option.match(/^(?:lowerdir|upperdir)\+?=(\/.*)$/)?.[1]?.split(':') ?? [])
    .filter(layer => layer.startsWith('/'));

/** Devices of the file systems on the way to / and /usr: where one of them hangs, no program of the host runs. */
export const systemDevices = (mounts: readonly Mount[]): ReadonlySet<string> =>
  new Set(['/', '/usr'].flatMap(path => mountsOnTheWay(mounts, path).map(({device}) => device)));
