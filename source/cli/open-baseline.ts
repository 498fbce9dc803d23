import {resolve} from 'node:path';
import {env, stderr} from 'node:process';
import {createAcceptor} from '../baseline/acceptor.ts';
import {baselinePath} from '../baseline/baseline-path.ts';
import {
  type BaselineReader,
  createBaselineReader,
  hashedPathsOf,
  unreadBaseline,
  withBaseline,
} from '../baseline/with-baseline.ts';
import type {HashedPaths} from '../collect/evidence/read-digests.ts';
import type {Acceptor} from '../domain/baseline.ts';
import type {Collector} from '../domain/snapshot.ts';
import {type Clean, sanitize, trusted} from '../domain/text.ts';
import {describeSubject} from '../judge/baseline/describe-block.ts';
import {checks} from '../judge/checks/index.ts';
import {readAside} from '../system/read-aside.ts';
import {Failure} from './failure.ts';
import type {Command} from './options.ts';

/** The baseline of a run. */
export type OpenedBaseline = {
  readonly read: BaselineReader;
  readonly acceptor: Acceptor;
};

type Asked = Pick<Command, 'baseline' | 'input' | 'mode' | 'failOn'>;

/** Whether sockets are to be compared with a baseline, so that there has to be one. */
const isNeeded = ({mode, failOn}: Asked): boolean => mode === 'drift' || failOn === 'drift';

/** Whether the user wants nothing without the baseline, where there is one. */
const isAskedFor = (asked: Asked): boolean => asked.baseline !== null || asked.mode === 'accept' || isNeeded(asked);

/**
 * Opens the file that was named, else the usual one; null for saved text without a named file: it may be of another
 * host. A baseline that cannot be read is a Failure where it was asked for, and so is one that is not there where
 * sockets are to be compared with it; else there is a warning on standard error, unless the full screen shows it
 * (`isLive`).
 */
export async function openBaseline(asked: Asked, isLive: boolean): Promise<OpenedBaseline | null> {
  if (asked.baseline === null && asked.input !== null) {
    if (isNeeded(asked)) throw new Failure(trusted('a saved text is compared with the baseline that --baseline names'));
    return null;
  }
  const euid = process.geteuid?.() ?? null;
  const path = resolve(asked.baseline ?? baselinePath(env, euid));
  const options = {euid, checks: new Set(checks.map(({id}) => id)), describe: describeSubject};
  const acceptor = createAcceptor(path, options);
  const read = createBaselineReader(path, options);
  const reading = read();
  if (reading.kind === 'unread') {
    if (isAskedFor(asked)) throw new Failure(unreadBaseline(reading.reason));
    // On a file system that may hang, another process has to find out whether there is a file at all.
    if (reading.liesIn === 'file system' && (await readAside(path)) === '') return {read: () => absent, acceptor};
    // Nobody named this file, and this user has no file in a directory that they may not search.
    if (reading.liesIn === 'directory') return {read: () => absent, acceptor};
    if (!isLive) warn(unreadBaseline(reading.reason));
  }
  if (reading.kind === 'absent' && isNeeded(asked)) {
    throw new Failure(trusted(`there is no baseline ${sanitize(path)}: portwatch --accept starts one`));
  }
  if (reading.kind === 'absent' && asked.baseline !== null && asked.mode !== 'accept' && !isLive) {
    warn(trusted(`${sanitize(path)} is not there: nothing is accepted`));
  }
  return {read, acceptor};
}

const absent = {kind: 'absent'} as const;

const warn = (text: Clean): boolean => stderr.write(`portwatch: ${text}\n`);

/** A source whose snapshots have the baseline, and the digests that it expects. */
export async function openWithBaseline(
  baseline: OpenedBaseline | null,
  open: (hashed: HashedPaths) => Promise<Collector>,
): Promise<Collector> {
  const hashed = {current: hashedPathsOf(null)};
  const collector = await open(hashed);
  if (!baseline) return collector;
  return withBaseline(collector, baseline.read, found => {
    hashed.current = hashedPathsOf(found);
  });
}
