/** Why a fact is missing. A missing fact always carries one of these; nothing else stands for "no value". */
export type WhyUnknown =
  | 'needs-root'
  | 'refused'
  | 'kernel'
  | 'closing'
  | 'exited'
  | 'no-process'
  | 'other-namespace'
  | 'not-collected';

/** A value, or the reason why there is none. */
export type Known<T> = {readonly known: true; readonly value: T} | {readonly known: false; readonly why: WhyUnknown};

export const known = <T>(value: T): Known<T> => ({known: true, value});

const unknowns: Record<WhyUnknown, Known<never>> = {
  'needs-root': {known: false, why: 'needs-root'},
  refused: {known: false, why: 'refused'},
  kernel: {known: false, why: 'kernel'},
  closing: {known: false, why: 'closing'},
  exited: {known: false, why: 'exited'},
  'no-process': {known: false, why: 'no-process'},
  'other-namespace': {known: false, why: 'other-namespace'},
  'not-collected': {known: false, why: 'not-collected'},
};

/** The same object for the same reason, so that unchanged facts stay identical from look to look. */
export const unknown = (why: WhyUnknown): Known<never> => unknowns[why];

/** How each reason is worded: `short` fits a column, `long` completes "owner …" in a sentence. */
export const whyUnknownWords: Record<WhyUnknown, {readonly short: string; readonly long: string}> = {
  'needs-root': {short: 'needs root', long: 'needs root: it belongs to another user'},
  refused: {short: 'refused', long: 'refused: this system hides it even from root'},
  kernel: {short: 'kernel', long: 'is the kernel: no process holds it, or none has accepted it yet'},
  closing: {short: 'kernel (closing)', long: 'is the kernel: the process has let go and the connection is closing'},
  exited: {short: 'exited', long: 'exited during this look'},
  'no-process': {short: 'no process', long: 'not found, although every process could be read'},
  'other-namespace': {short: 'other namespace', long: 'is in another namespace, out of sight from here'},
  'not-collected': {short: 'not collected', long: 'not told by this source'},
};
