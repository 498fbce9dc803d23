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

/** The mounts that a process sees. `prefix` before a path in its root directory gives the path among these mounts. */
export type View = {
  readonly table: MountTable;
  readonly prefix: string;
  /** Whether every mount may be touched. Then no path needs to be examined. */
  readonly isSafe: boolean;
};

/** Milliseconds for which a list of mounts is kept: reading a list of 30 mounts takes 60 µs. */
const maxAge = 250;
/** Milliseconds for which the answer for an executable is kept, as long as `exe` leads to the same path. */
const maxExecutableAge = 30_000;
const maxCached = 20_000;
const mountsLimit = 8 << 20;
const fdinfoLimit = 4096;
/** Bytes of /proc/PID/maps that are searched for the executable, step by step; it is nearly always the first file. */
const mapsLimits = [512, 4096, 65_536, 1 << 20] as const;

export type ProcessMounts = {
  /** The view of this program. */
  own(): View;
  /** The view of the process with this directory in procfs, as `/proc/812`. */
  of(base: string): View;
  /** The reason why the target of the link `exe` of a process must not be touched; null where it may be. */
  executable(base: string): UntouchedWhy | null;
  /** The reason why the target of the link `fd/N` of a process must not be touched; null where it may be. */
  descriptor(base: string, number: string): UntouchedWhy | null;
};

/**
 * The mounts of this program and of other processes, from procfs alone: no file on the mounts is touched. `now` returns
 * milliseconds and is never set back.
 */
export function createProcessMounts(files: Files, proc: string, now: () => number): ProcessMounts {
  const tables = createCache<View>(now);
  const views = createCache<View>(now);
  const namespaces = createCache<string>(now);
  /** By mount namespace and mount, since thousands of processes may have a file of one mount open that no list has. */
  const ofMounts = createCache<UntouchedWhy | null | undefined>(now);
  const executables = createCache<UntouchedWhy | null>(now, maxExecutableAge);
  const ownDirectory = `${proc}/self`;

  const ownNamespace = textOf(() => files.link(`${ownDirectory}/ns/mnt`));

  /** Reads the view from the root directory of one process; the view from another root has a prefix. */
  const read = (base: string): View => {
    const bytes = orFailure(() => files.read(`${base}/mountinfo`, mountsLimit));
    const mounts = typeof bytes === 'string' ? [] : parseMounts(bytes.toString('latin1'));
    const trusted = base === ownDirectory ? systemDevices(mounts) : own().table.trusted;
    const table = toMountTable(mounts, trusted);
    // Systems other than Linux have no mountinfo; no file system is known to hang there.
    if (base === ownDirectory && typeof bytes === 'string')
      return {table: {...table, hasRoot: true}, prefix: '', isSafe: true};
    return {table, prefix: '', isSafe: table.hasRoot && table.hanging.length === 0};
  };

  const own = (): View => tables.get('own', () => read(ownDirectory));

  const namespaceOf = (base: string): string => namespaces.get(base, () => textOf(() => files.link(`${base}/ns/mnt`)));

  const of = (base: string): View =>
    views.get(base, () => {
      const namespace = namespaceOf(base);
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

  /**
   * The reason why the first mount for which `isMount` holds must not be touched; null where it may be. undefined where
   * no list has the mount, not even when read anew.
   */
  const listed = (base: string, isMount: (mount: Mount) => boolean): UntouchedWhy | null | undefined => {
    for (const isRepeated of [false, true]) {
      if (isRepeated) forgetLists();
      // Nearly every file is on a mount that this program has too.
      for (const view of [own, () => of(base)]) {
        const {table} = view();
        const mount = table.mounts.find(isMount);
        if (mount) return whyUntouched(table.mounts, table.trusted, mount);
      }
    }
    return undefined;
  };

  /** For a file whose device is not listed: on overlays, older kernels show the device beneath in /proc/PID/maps. */
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
      const why = ofMounts.get(`${namespaceOf(base)} ${id}`, () => listed(base, mount => mount.id === id));
      return why === undefined ? 'on-unlisted-mount' : why;
    },
  };
}

type Cache<T> = {
  readonly get: (key: string, make: () => T) => T;
  readonly clear: () => void;
};

/** A cache that keeps each value for `age` milliseconds. */
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
 * The device of the file that a process has mapped under this path, from /proc/PID/maps (proc_pid_maps(5)). For "", of
 * a path too long for a link, the device of the first mapped file. null where there is none.
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

/** The device, as `8:1`, of the first file of this path in /proc/PID/maps; for "" of the first file; else null. */
export function deviceIn(maps: string, path: string): string | null {
  const written = path.replaceAll('\n', '\\012');
  for (const line of maps.split('\n')) {
    const [, major = '', minor = '', mapped] = line.match(/^\S+ \S+ \S+ ([0-9a-f]+):([0-9a-f]+) \d+ +(\/.*)$/) ?? [];
    if (mapped === undefined || (path !== '' && mapped !== written)) continue;
    return `${Number.parseInt(major, 16)}:${Number.parseInt(minor, 16)}`;
  }
  return null;
}
