import type {Mappings} from '../../domain/evidence.ts';
import {type Known, known, type UntouchedWhy, unknown, type WhyUnknown} from '../../domain/known.ts';
import {type Clean, cleanBytes} from '../../domain/text.ts';
import {type Files, isUntouched, orFailure, whyFailed} from '../../linux/proc-files.ts';

/** Bytes of /proc/PID/maps that are read: 10,000 mappings. Of a process with more mappings nothing is claimed. */
const mapsLimit = 1 << 20;

export type Mapping = {readonly inode: number; readonly path: Buffer; readonly isDeleted: boolean};

/** The files that are mapped executable, from /proc/PID/maps (proc_pid_maps(5)); each path once. */
export function executableMappings(maps: Buffer): readonly Mapping[] {
  const found = new Map<string, Mapping>();
  for (const line of maps.toString('latin1').split('\n')) {
    const match = line.match(/^\S+ ..x. \S+ \S+ (\d+) +(\/.*)$/);
    if (!match) continue;
    const [, inode = '', text = ''] = match;
    const isDeleted = text.endsWith(deletedMark);
    const path = Buffer.from(unescaped(isDeleted ? text.slice(0, -deletedMark.length) : text), 'latin1');
    found.set(text, {inode: Number(inode), path, isDeleted});
  }
  return [...found.values()];
}

const deletedMark = ' (deleted)';

/** The kernel writes a newline in a path as `\012`. */
const unescaped = (text: string): string => text.replaceAll('\\012', '\n');

/** Directories in which an upgrade replaces libraries under programs that run. */
const libraryDirectories = /^\/(?:usr\/)?lib(?:32|64|x32|exec)?\//;
/** Memory that has a name but is no file: shared memory of System V, and the two views that .NET has of its code. */
const noFile =
  /^\/(?:SYSV[0-9a-f]{8}|memfd:(?:doublemapper|wayland\S*|xshmfence|pulseaudio|JITCode:\S*)|dev\/zero|\[aio\])/;

/** Directories where no program is installed, and names that ls(1) hides, as in the check of paths. */
export type PlaceOf = (path: string) => 'scratch' | 'hidden' | null;

/**
 * The code that a process has in memory. `isPackaged` answers for a path of the host; null where the answer is not
 * known. Reads one file, and the permissions of each mapped one: linear in the mappings.
 */
export function readMappings(
  files: Files,
  base: string,
  placeOf: PlaceOf,
  refusal: WhyUnknown,
): Known<Mappings & {readonly paths: readonly Clean[]}> {
  const maps = orFailure(() => files.read(`${base}/maps`, mapsLimit));
  if (typeof maps === 'string') return unknown(whyFailed(maps, refusal));
  const link = orFailure(() => files.linkBytes(`${base}/exe`));
  const running = orFailure(() => files.stat(`${base}/exe`));
  if (typeof link === 'string' || running === 'gone' || running === 'refused') return unknown('exited');
  // Kernel threads and processes that end have no memory.
  if (maps.length === 0) return unknown('exited');
  const mapped = executableMappings(maps);
  // Of a file that was not touched the path alone is known.
  const inode = typeof running === 'string' ? null : Number(running.id.slice(running.id.indexOf(':') + 1));
  const exe = link.toString('latin1').replace(/ \(deleted\)$/, '');
  const isExecutable = ({inode: other, path}: Mapping): boolean =>
    (inode !== null && other === inode) || path.toString('latin1') === exe;
  const others = mapped.filter(each => !isExecutable(each) && !noFile.test(each.path.toString('latin1')));
  const examined = others.map(each => foreignFile(files, base, each, placeOf));
  const foreign = examined.flatMap(each => (typeof each === 'string' ? [] : each));
  const untouched = examined.find(each => typeof each === 'string');
  if (foreign.length === 0 && untouched !== undefined) return unknown(untouched);
  return known({
    hasExecutable: mapped.some(isExecutable) || maps.length >= mapsLimit,
    foreign,
    paths: others.filter(({isDeleted}) => !isDeleted).map(({path}) => cleanBytes(path)),
  });
}

/** The file, where nobody installed it; or why it was not touched. */
function foreignFile(
  files: Files,
  base: string,
  {path, isDeleted}: Mapping,
  placeOf: PlaceOf,
): Mappings['foreign'] | UntouchedWhy {
  const text = cleanBytes(path);
  const place = placeOf(text);
  if (place !== null) return [{path: text, why: place}];
  if (isDeleted) return libraryDirectories.test(text) ? [] : [{path: text, why: 'deleted'}];
  const found = orFailure(() => files.stat(Buffer.concat([Buffer.from(`${base}/root`), path])));
  if (typeof found === 'string') return isUntouched(found) ? found : [];
  return (found.mode & 0o002) !== 0 ? [{path: text, why: 'writable'}] : [];
}
