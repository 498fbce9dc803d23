import type {UntouchedWhy} from '../domain/known.ts';
import {
  type Mount,
  type MountTable,
  mountsOnTheWay,
  parseMounts,
  systemDevices,
  toMountTable,
  whyUntouched,
  whyUntouchedAt,
} from './mounts.ts';
import {type Files, orFailure} from './proc-files.ts';

/** How a process sees paths: its mounts, and what stands before a path of its root directory to find it among them. */
export type View = {
  readonly table: MountTable;
  readonly prefix: string;
  /** Whether some mount of it must not be touched. Where none is, no path in it needs to be looked at. */
  readonly isSafe: boolean;
};

/** Milliseconds for which a list of mounts holds: reading one takes 60 µs for 30 mounts. */
const maxAge = 250;
/** Milliseconds for which an executable's file system counts, as long as the process names the same file. */
const maxExecutableAge = 30_000;
const maxCached = 20_000;
const mountsLimit = 8 << 20;
const fdinfoLimit = 4096;
/** Bytes of /proc/PID/maps in which the executable is looked for; it is nearly always the first file in it. */
const mapsLimits = [512, 4096, 65_536, 1 << 20] as const;

export type ProcessMounts = {
  /** The view of this program. */
  own(): View;
  /** The view of the process that has this directory in procfs, as `/proc/812`. */
  of(base: string): View;
  /** Why the file that the link `exe` of a process leads to must not be touched; null where it may be. */
  executable(base: string): UntouchedWhy | null;
  /** Why the file that the link `fd/N` of a process leads to must not be touched; null where it may be. */
  descriptor(base: string, number: string): UntouchedWhy | null;
};

/**
 * The mounts of this program and of other processes, from procfs alone: nothing in them is touched. `now` in
 * milliseconds, never set back.
 */
export function createProcessMounts(files: Files, proc: string, now: () => number): ProcessMounts {
  const tables = createCache<View>(now);
  const views = createCache<View>(now);
  const executables = createCache<UntouchedWhy | null>(now, maxExecutableAge);
  const ownDirectory = `${proc}/self`;

  const ownNamespace = textOf(() => files.link(`${ownDirectory}/ns/mnt`));

  /** The view from the root directory of one process of a namespace; those of others differ by their prefix. */
  const read = (base: string): View => {
    const bytes = orFailure(() => files.read(`${base}/mountinfo`, mountsLimit));
    const mounts = typeof bytes === 'string' ? [] : parseMounts(bytes.toString('latin1'));
    const trusted = base === ownDirectory ? systemDevices(mounts) : own().table.trusted;
    const table = toMountTable(mounts, trusted);
    // Other systems have no such list; there nothing is known to hang.
    if (base === ownDirectory && typeof bytes === 'string')
      return {table: {...table, hasRoot: true}, prefix: '', isSafe: true};
    return {table, prefix: '', isSafe: table.hasRoot && table.hanging.length === 0};
  };

  const own = (): View => tables.get('own', () => read(ownDirectory));

  const of = (base: string): View =>
    views.get(base, () => {
      const namespace = textOf(() => files.link(`${base}/ns/mnt`));
      const isOwn = namespace === '' || namespace === ownNamespace;
      if (isOwn && own().isSafe) return own();
      const root = textOf(() => files.link(`${base}/root`));
      if (!isOwn) return tables.get(`${namespace} ${root}`, () => read(base));
      return root === '' || root === '/' ? own() : {...own(), prefix: root};
    });

  const forgetLists = (): void => {
    tables.clear();
    views.clear();
  };

  /** Why the first mount that is meant must not be touched; undefined where none is listed, not even in fresh lists. */
  const listed = (base: string, isMount: (mount: Mount) => boolean): UntouchedWhy | null | undefined => {
    for (const isRepeated of [false, true]) {
      if (isRepeated) forgetLists();
      // Nearly every file is of a mount that this program has too.
      for (const view of [own, () => of(base)]) {
        const {table} = view();
        const mount = table.mounts.find(isMount);
        if (mount) return whyUntouched(table.mounts, table.trusted, mount);
      }
    }
    return undefined;
  };

  /** For a file whose device no list has: overlays of older kernels show the device beneath them in /proc/PID/maps. */
  const byPath = (base: string, path: string, isOfListedDevice: boolean): UntouchedWhy | null => {
    const {table} = of(base);
    const last = mountsOnTheWay(table.mounts, path).at(-1);
    const isKnown = isOfListedDevice || last?.type === 'overlay' || last?.type === 'aufs';
    return isKnown ? whyUntouchedAt(table, path) : 'on-unlisted-mount';
  };

  const whyOfExecutable = (base: string, path: string): UntouchedWhy | null => {
    const device = mappedDevice(files, base, path);
    const why = device === null ? undefined : listed(base, mount => mount.device === device);
    return why === undefined ? byPath(base, path, device === null) : why;
  };

  return {
    own,
    of,
    executable(base) {
      const path = textOf(() => files.linkBytes(`${base}/exe`).toString('latin1'));
      return executables.get(`${base} ${path}`, () => whyOfExecutable(base, path));
    },
    descriptor(base, number) {
      const target = textOf(() => files.linkBytes(`${base}/fd/${number}`).toString('latin1'));
      if (!target.startsWith('/')) return null;
      const info = textOf(() => files.read(`${base}/fdinfo/${number}`, fdinfoLimit).toString('latin1'));
      const id = Number(info.match(/^mnt_id:\s*(\d+)$/m)?.[1] ?? Number.NaN);
      const why = listed(base, mount => mount.id === id);
      return why === undefined ? 'on-unlisted-mount' : why;
    },
  };
}

type Cache<T> = {
  readonly get: (key: string, make: () => T) => T;
  readonly clear: () => void;
};

/** Remembers values for a short while. */
function createCache<T>(now: () => number, age = maxAge): Cache<T> {
  const values = new Map<string, {readonly value: T; readonly madeAt: number}>();
  return {
    get(key, make) {
      const cached = values.get(key);
      if (cached && now() - cached.madeAt < age) return cached.value;
      if (values.size >= maxCached) values.clear();
      const value = make();
      values.set(key, {value, madeAt: now()});
      return value;
    },
    clear: () => values.clear(),
  };
}

/** The text of a link or file; "" where it cannot be read. */
function textOf(read: () => string): string {
  const result = orFailure(() => ({text: read()}));
  return typeof result === 'string' ? '' : result.text;
}

/**
 * The device of the file that a process has mapped under this path, from /proc/PID/maps (proc_pid_maps(5)); of the
 * first file of all where the path is too long for a link (""). null where there is none.
 */
function mappedDevice(files: Files, base: string, path: string): string | null {
  for (const limit of mapsLimits) {
    const maps = textOf(() => files.read(`${base}/maps`, limit).toString('latin1'));
    const found = deviceIn(maps, path);
    if (found !== null) return found;
    if (maps.length < limit) return null;
  }
  return null;
}

export function deviceIn(maps: string, path: string): string | null {
  const written = path.replaceAll('\n', '\\012');
  for (const line of maps.split('\n')) {
    const [, major = '', minor = '', mapped] = line.match(/^\S+ \S+ \S+ ([0-9a-f]+):([0-9a-f]+) \d+ +(\/.*)$/) ?? [];
    if (mapped === undefined || (path !== '' && mapped !== written)) continue;
    return `${Number.parseInt(major, 16)}:${Number.parseInt(minor, 16)}`;
  }
  return null;
}
