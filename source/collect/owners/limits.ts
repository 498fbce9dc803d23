/** Limits of the owner search. `readme.md` in this folder has the reasons and the costs. */

/**
 * Milliseconds of a scan after which the event loop has its turn, and descriptors read between two readings of the
 * clock.
 */
export const scanSlice = 10;
export const descriptorsPerSlice = 16;

/**
 * Failed scans after which a socket counts as one without a holder; from the second one on, scans read every
 * descriptor.
 */
export const maxFailedScans = 2;

/**
 * Milliseconds. A full scan runs `every` so often, whatever happened; one for missing owners runs `pause` after the
 * last at the earliest. `many` holds from `manyTracked` processes and sockets on, where a full scan takes long.
 */
export const fullScanTimes = {few: {every: 10_000, pause: 0}, many: {every: 30_000, pause: 2500}} as const;
export const manyTracked = 10_000;

/** A full scan runs at most this share of the time: after one that took long, the next one waits longer. */
export const maxScanShare = 0.05;

/**
 * The most that one call reads: at least so many processes or threads, however slow the machine is, and more until so
 * many milliseconds are over.
 */
export type ScanPart = {readonly least: number; readonly time: number};
export const scanPart: ScanPart = {least: 1024, time: 200};

/**
 * The number of processes without a sign of a new descriptor that a targeted scan reads. Where the kernel does not
 * count descriptors (before Linux 6.2) there is no sign.
 */
export const maxUnlikelyProcesses = {withCounts: 256, withoutCounts: 1024} as const;

/** Processes that are new to a poll and scanned in it: a burst of short-lived processes must not delay the poll. */
export const maxNewProcesses = 256;
/**
 * Processes that one poll checks, the others taking turns; descriptors that it checks, of shared sockets and as many of
 * others.
 */
export const maxCheckedHolders = 128;
export const maxCheckedDescriptors = 512;

/**
 * Links that are read in the tables of threads, in one search for sockets that no process holds: in one call, and in
 * parts, of which each ends after `threadTime` milliseconds.
 */
export const maxThreadDescriptors = {atOnce: 100_000, inParts: 1_000_000} as const;
export const threadTime = 100;

/**
 * Milliseconds that a search waits for new processes: `quiet` where none comes, `busy` where some do, with a `pause`
 * between two lists of them. A holder that `stays` that long is taken to stay.
 */
export const chaseTimes = {quiet: 20, busy: 120, stays: 40, pause: 1} as const;

/** Seconds for which a process counts as new, so that it may soon have passed its sockets on. */
export const newProcess = 0.5;

/**
 * A service that starts runs another program next, or as another user: the facts of a new holder are read again at so
 * many scans. At the first scan, a process that started in the last `seconds` counts as new.
 */
export const startingService = {scans: 16, seconds: 10} as const;

/** Polls for which a socket is searched on after a process that held it has ended. */
export const pollsAfterEnd = 2;
/**
 * Holders that end within these polls, each the last one, from which on a socket counts as moving between processes.
 */
export const minEndsOfMoving = 2;

/** Descriptors of one process that the owner of a socket lists; the others are only counted. */
export const maxListedDescriptors = 64;

/** Closed numbers in a row after which no open descriptor is expected, once every retained one was passed. */
export const maxClosedInRow = 8;
/** Closed numbers up to which trying numbers is cheaper than listing the directory. */
export const maxClosedNumbers = (descriptors: number): number => 2 + descriptors / 4;

/** Bytes that are read of a file. */
export const fileLimits = {
  processStat: 4096,
  processStatus: 4096,
  processGroups: 16_384,
  processMappings: 65_536,
  systemStat: 1 << 20,
  uptime: 64,
  mounts: 1 << 20,
  deviceEvent: 4096,
  containerRecord: 1 << 17,
  containerList: 1 << 22,
} as const;

/** Containers of one engine whose records are read, and milliseconds until they are read again. */
export const maxContainers = 4096;
export const containerRecordsAge = 5000;
