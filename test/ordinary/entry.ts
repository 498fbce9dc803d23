import {fileOf} from '../e2e/daemons/installed.ts';

export type Verdict = 'explained' | 'learn' | 'suspect';

/**
 * A socket as `judge.ts` writes it: `near` is the entry's address on the stage, `far` its address outside, `*` a port
 * that nobody chose. `most` is the loudest verdict that is allowed, `holder` the base name of an executable that must
 * hold it.
 */
export type ExpectedSocket = readonly [socket: string, most: 'explained' | 'learn', holder: string];

/** A piece of ordinary work. */
export type Entry = {
  readonly id: string;
  readonly work: string;
  /** Programs without which it cannot be staged. */
  readonly needs: readonly string[];
  /** Script of sh(1), with the words of `words.sh` and its own addresses, `$near` and `$far`. */
  readonly script: string;
  /** Such a script that is run before: it writes units of systemd, which is the first process of the stage then. */
  readonly units?: string;
  readonly sockets: readonly ExpectedSocket[];
  /** Condition of sh(1) that holds once everything is as it must be, where the sockets are there before. */
  readonly ready?: string;
  /** Takes much time or a package that no other test needs: not in the short form. */
  readonly isHeavy?: true;
  /** The specification calls it suspect although it is ordinary: shown, not held. */
  readonly disputed?: string;
};

const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** Base name of the file that runs as python3. */
export const python = nameOf(fileOf('/usr/bin/python3'));
/** The same of sh. */
export const sh = nameOf(fileOf('/bin/sh'));
/** The same of redis-server, which Debian has as a link. */
export const redis = nameOf(fileOf('/usr/bin/redis-server'));
