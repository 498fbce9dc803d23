import type {ProcessDetail} from '../domain/inspection.ts';
import {type Known, known, unknown} from '../domain/known.ts';
import type {ListedProcess} from '../domain/socket.ts';
import {type Clean, cleanBytes, sanitize} from '../domain/text.ts';
import type {RunTool} from '../system/run-tool.ts';
import {splitLsof} from './lsof-parse.ts';
import {type Parents, parentsOf, type ReadStat} from './parents.ts';
import {missingDetail} from './process-detail.ts';

/** Milliseconds that each tool may take. */
const timeLimit = 4000;

/**
 * An option for each keyword: `=` leaves out the title, and all that follows in an option is a title (ps(1) of the
 * BSDs).
 */
const keywords = (...names: readonly string[]): readonly string[] => names.flatMap(name => ['-o', `${name}=`]);

/**
 * The detail of a process by ps(1) of macOS and the BSDs, and by lsof, where no /proc is as on Linux. Never rejects.
 */
export async function detailByPs(process: ListedProcess, run: RunTool, signal: AbortSignal): Promise<ProcessDetail> {
  const lookup = async (tool: string, ...parameters: readonly string[]): Promise<Buffer | null> => {
    const result = await run(tool, parameters, {signal, timeLimit});
    return result.kind === 'done' ? result.stdout : null;
  };
  const pid = String(process.pid);
  const [self, all, directory] = await Promise.all([
    lookup('ps', '-ww', '-p', pid, ...keywords('uid', 'user', 'lstart', 'command')),
    lookup('ps', '-ax', ...keywords('pid', 'ppid', 'comm')),
    lookup('lsof', '-a', '-nP', '-w', '-p', pid, '-d', 'cwd', '-Fpfn0'),
  ]);
  if (self === null) return missingDetail(process, 'not-collected');
  const listed = parsePs(self.toString('utf8'));
  if (!listed) return missingDetail(process, 'exited');
  return {
    ...missingDetail(process, 'not-collected'),
    ...listed,
    ...(all === null ? {} : await parentsIn(all, process.pid)),
    workingDirectory: directoryIn(directory),
  };
}

/** `uid user lstart command` of one process, in the C locale; null where there is none. */
function parsePs(output: string): Pick<ProcessDetail, 'uid' | 'user' | 'startedAt' | 'arguments'> | null {
  const match = output.match(/^\s*(\d{1,10})\s+(\S+)\s+(\w{3} \w{3}\s+\d{1,2} \d\d:\d\d:\d\d \d{4})\s*(.*)/);
  if (!match) return null;
  const startedAt = Date.parse((match[3] ?? '').replace(/\s+/g, ' '));
  return {
    uid: Number(match[1]),
    user: sanitize(match[2] ?? ''),
    startedAt: Number.isNaN(startedAt) ? null : startedAt,
    arguments: sanitize((match[4] ?? '').trim()),
  };
}

function parentsIn(output: Buffer, pid: number): Promise<Parents> {
  const table = parseParents(output.toString('utf8'));
  return parentsOf(pid, async each => table.get(each) ?? null);
}

type Parent = NonNullable<Awaited<ReturnType<ReadStat>>>;

/** `pid ppid comm`, a line for each process. On macOS `comm` is the path that the program was started by. */
function parseParents(output: string): ReadonlyMap<number, Parent> {
  const parents = new Map<number, Parent>();
  for (const line of output.split('\n')) {
    const match = line.match(/^\s*(\d{1,10})\s+(\d{1,10})\s+(\S.*)$/);
    const name = (match?.[3] ?? '').trim().replace(/^\/.*\//, '');
    if (match) parents.set(Number(match[1]), {parent: Number(match[2]), name: sanitize(name)});
  }
  return parents;
}

function directoryIn(output: Buffer | null): Known<Clean> {
  const name = output ? splitLsof(output)[0]?.get('n') : undefined;
  return name === undefined ? unknown('not-collected') : known(cleanBytes(Buffer.from(name, 'latin1')));
}
