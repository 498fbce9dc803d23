/** Why a fact is missing. Every missing fact carries one of these reasons; no other value stands for "no value". */
export type WhyUnknown =
  | 'needs-root'
  | 'refused'
  | 'kernel'
  | 'not-accepted'
  | 'closing'
  | 'exited'
  | 'moving'
  | 'no-process'
  | 'other-namespace'
  | 'pending'
  | UntouchedWhy
  | 'too-large'
  | 'database-unread'
  | 'not-collected';

/**
 * Why a file was not touched: its file system may wait for a server that does not answer, in a sleep that no signal
 * ends. `on-unlisted-mount`: one that no list of mounts has, as after `umount -l`, so that its kind is not known.
 */
export type UntouchedWhy = 'on-fuse' | 'on-network' | 'on-automount' | 'on-unlisted-mount';

/** A value, or the reason why there is none. */
export type Known<T> = {readonly known: true; readonly value: T} | {readonly known: false; readonly why: WhyUnknown};

/** A fact with its value. */
export const known = <T>(value: T): Known<T> => ({known: true, value});

// Module-level cache: one object a reason.
const unknowns: Record<WhyUnknown, Known<never>> = {
  'needs-root': {known: false, why: 'needs-root'},
  refused: {known: false, why: 'refused'},
  kernel: {known: false, why: 'kernel'},
  'not-accepted': {known: false, why: 'not-accepted'},
  closing: {known: false, why: 'closing'},
  exited: {known: false, why: 'exited'},
  moving: {known: false, why: 'moving'},
  'no-process': {known: false, why: 'no-process'},
  'other-namespace': {known: false, why: 'other-namespace'},
  pending: {known: false, why: 'pending'},
  'on-fuse': {known: false, why: 'on-fuse'},
  'on-network': {known: false, why: 'on-network'},
  'on-automount': {known: false, why: 'on-automount'},
  'on-unlisted-mount': {known: false, why: 'on-unlisted-mount'},
  'too-large': {known: false, why: 'too-large'},
  'database-unread': {known: false, why: 'database-unread'},
  'not-collected': {known: false, why: 'not-collected'},
};

/** The missing fact for a reason: always the same object, so that unchanged facts stay identical from poll to poll. */
export const unknown = (why: WhyUnknown): Known<never> => unknowns[why];

/** Whether the kernel alone keeps a socket whose owner is unknown for this reason, so that no process can hold it. */
export const isHeldByKernelAlone = (why: WhyUnknown): boolean =>
  why === 'kernel' || why === 'not-accepted' || why === 'closing';

type Words = {readonly short: string; readonly long: string; readonly one: string; readonly many: string};

/** The words for a file of a kind of file system that was not touched. */
const untouched = (place: string): Words => ({
  short: `on ${place}: not touched, its server may hang`,
  long: `was not read: the file is on ${place}, whose server may hang`,
  one: 'was not touched',
  many: 'were not touched',
});

/**
 * Each reason in words: `short` fits a column, `long` completes "the owner …", `one` and `many` complete "1 owner …"
 * and "13 owners …".
 */
export const whyUnknownWords: Record<WhyUnknown, Words> = {
  'needs-root': {
    short: 'needs root',
    long: 'needs root to see: it belongs to another user',
    one: 'needs root',
    many: 'need root',
  },
  refused: {
    short: 'refused',
    long: 'could not be read even by root',
    one: 'could not be read even by root',
    many: 'could not be read even by root',
  },
  kernel: {
    short: 'kernel',
    long: 'is the kernel: no process holds it',
    one: 'is the kernel',
    many: 'are the kernel',
  },
  'not-accepted': {
    short: 'not accepted',
    long: 'is the kernel until the program that listens on its port accepts the connection',
    one: 'has not accepted its connection yet',
    many: 'have not accepted their connections yet',
  },
  closing: {
    short: 'kernel (closing)',
    long: 'is the kernel: the process has let go and the connection is closing',
    one: 'is closing',
    many: 'are closing',
  },
  exited: {
    short: 'exited',
    long: 'exited during this refresh',
    one: 'exited during the refresh',
    many: 'exited during the refresh',
  },
  moving: {
    short: 'moving',
    long: 'keeps changing: the process that held it ended, and another one holds it now',
    one: 'keeps changing',
    many: 'keep changing',
  },
  'no-process': {
    short: 'no process',
    long: 'was not found, although each process that might hold it was read',
    one: 'has no process',
    many: 'have no process',
  },
  'other-namespace': {
    short: 'other namespace',
    long: 'is in another namespace, out of sight from here',
    one: 'is in another namespace',
    many: 'are in another namespace',
  },
  pending: {
    short: 'pending',
    long: 'is pending: the processes are being read',
    one: 'is pending',
    many: 'are pending',
  },
  'on-fuse': untouched('a FUSE file system'),
  'on-network': untouched('a network file system'),
  'on-automount': untouched('an automounted directory'),
  'on-unlisted-mount': untouched('a file system that is mounted nowhere'),
  'too-large': {
    short: 'larger than half a gigabyte: not read',
    long: 'was not read: the file is larger than half a gigabyte',
    one: 'is too large',
    many: 'are too large',
  },
  'database-unread': {
    short: 'the list of a package manager could not be read',
    long: 'is not known: the list of a package manager could not be read',
    one: 'could not be looked up',
    many: 'could not be looked up',
  },
  'not-collected': {
    short: 'not collected',
    long: 'is not reported by this source',
    one: 'is not reported by this source',
    many: 'are not reported by this source',
  },
};
