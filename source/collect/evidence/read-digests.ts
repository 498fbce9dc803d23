import type {Code} from '../../domain/evidence.ts';
import {type Known, known, unknown} from '../../domain/known.ts';
import type {ListedProcess, Process} from '../../domain/socket.ts';
import {type Clean, trusted} from '../../domain/text.ts';
import {type Files, orFailure} from '../../linux/proc-files.ts';
import type {readDigest} from '../../system/packages/file-digest.ts';
import type {EvidenceTable} from './evidence-table.ts';

/** Paths of programs and scripts whose digests somebody expects; another object where they are others. */
export type HashedPaths = {readonly current: ReadonlySet<string>};

export type ReadDigest = typeof readDigest;

/** The script that a process runs; null where it runs none, or none is known. */
const scriptOf = (code: Known<Code> | undefined): Clean | null =>
  code?.known && code.value.kind === 'file' ? code.value.path : null;

/** Whether the file that counts, the script or else the executable, is one whose digest is expected. */
function isHashed({executable}: Process, code: Known<Code> | undefined, hashed: HashedPaths): boolean {
  if (hashed.current.size === 0) return false;
  const path = scriptOf(code) ?? (executable.known ? executable.value.path : null);
  return path !== null && hashed.current.has(path);
}

/** Whether it is an executable that runs a script, and whose digest is expected. */
const isProgramHashed = ({executable}: Process, code: Known<Code> | undefined, hashed: HashedPaths): boolean =>
  scriptOf(code) !== null && executable.known && hashed.current.has(executable.value.path);

const due = (isDue: boolean): Known<never> => unknown(isDue ? 'pending' : 'not-collected');

/** The digests of a process before they are read. */
export const digestsDue = (process: Process, code: Known<Code>, hashed: HashedPaths) => ({
  digest: due(isHashed(process, code, hashed)),
  exeDigest: due(isProgramHashed(process, code, hashed)),
});

/** Marks the digests in the table that are to be read from now on, and drops the others. */
export function markDigests(processes: readonly ListedProcess[], table: EvidenceTable, hashed: HashedPaths): void {
  for (const each of processes) {
    const before = table.get(each);
    if (!before) continue;
    const {digest, exeDigest} = digestsDue(each, before.code, hashed);
    const kept = (now: Known<Clean>, isDue: boolean, next: Known<Clean>) => (now.known && isDue ? now : next);
    table.set(each, {
      digest: kept(before.digest, isHashed(each, before.code, hashed), digest),
      exeDigest: kept(before.exeDigest, isProgramHashed(each, before.code, hashed), exeDigest),
    });
  }
}

/**
 * The path at which the file that counts can be read: a script in the root directory of the process, or the executable,
 * also where it was deleted. `base` is the directory of the process in /proc.
 */
export const pathToHash = (base: string, script: string | null): string =>
  script === null ? `${base}/exe` : `${base}/root${script.startsWith('/') ? '' : '/'}${script}`;

/**
 * Milliseconds by which times of processes and of files may disagree: a start is reckoned from the time of the boot.
 */
const tolerance = 2000;

function isChangedSince(files: Files, path: string, startedAt: number | null): boolean {
  const found = orFailure(() => files.stat(path));
  if (typeof found === 'string' || startedAt === null) return false;
  return Number(found.changedAt / 1_000_000n) > startedAt + tolerance;
}

/** Reads the digests that are expected, one by one, into the table. Each file is read once, until it changes. */
export async function readDigests(
  processes: readonly ListedProcess[],
  table: EvidenceTable,
  {
    hashed,
    files,
    baseOf,
    read,
    signal,
  }: {
    readonly hashed: HashedPaths;
    readonly files: Files;
    readonly baseOf: (process: ListedProcess) => string;
    readonly read: ReadDigest;
    readonly signal: AbortSignal;
  },
): Promise<void> {
  const readPath = async (path: string): Promise<Known<Clean>> => {
    const digest = await read(path, 'sha256', signal);
    return digest.known ? known(trusted(digest.value)) : digest;
  };
  for (const each of processes) {
    const code = table.get(each)?.code;
    if (isProgramHashed(each, code, hashed))
      table.set(each, {exeDigest: await readPath(pathToHash(baseOf(each), null))});
    if (!isHashed(each, code, hashed)) continue;
    const script = scriptOf(code);
    const path = pathToHash(baseOf(each), script);
    table.set(each, {
      digest: await readPath(path),
      changedSinceStart: known(script !== null && isChangedSince(files, path, each.startedAt)),
    });
  }
}
