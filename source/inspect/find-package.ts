import {basename} from 'node:path';
import type {ProcessDetail} from '../domain/inspection.ts';
import {type Known, known, unknown} from '../domain/known.ts';
import {sanitize} from '../domain/text.ts';
import {safeFiles} from '../linux/guarded-files.ts';
import {isUntouched, orFailure, whyFailed} from '../linux/proc-files.ts';
import {createLookUpPackages, type Found, type LookUpPackages} from '../system/packages/find-packages.ts';
import type {RunTool, ToolResult} from '../system/run-tool.ts';
import {statAside} from '../system/stat-aside.ts';
import {summaries, whatisIn} from './package-summaries.ts';

/** The package of a program, and a description of the package or program. */
export type Provenance = Pick<ProcessDetail, 'package' | 'description'>;

/** Milliseconds that each tool may take. */
const timeLimit = 2000;
/** Files whose answers are remembered. */
const maxCached = 256;

/**
 * Returns a function that finds the package of a program's file. It asks every package manager of the host, and
 * remembers the answers of the last files by path, device, inode and time of change, so that the workers of one daemon
 * cost one lookup. A lookup that failed is repeated the next time. Never rejects.
 */
export function createPackageFinder(
  run: RunTool,
  lookUp = createLookUpPackages(run),
): (path: string, signal: AbortSignal) => Promise<Provenance> {
  const cache = new Map<string, Promise<Provenance>>();
  return async (path, signal) => {
    const key = identityOf(path);
    const before = cache.get(key);
    const cached = before && (await before);
    // Another inspection may have started the lookup, and been aborted.
    if (cached && (isWhole(cached) || signal.aborted)) return cached;
    const finding = find(path, {run, lookUp}, signal);
    cache.set(key, finding);
    const oldest = cache.keys().next();
    if (cache.size > maxCached && !oldest.done) cache.delete(oldest.value);
    const found = await finding;
    if (!isWhole(found) && cache.get(key) === finding) cache.delete(key);
    return found;
  };
}

const isWhole = (found: Provenance): boolean => found.package.known && found.description.known;

function identityOf(path: string): string {
  const file = orFailure(() => safeFiles.stat(path));
  return typeof file === 'string' ? path : `${path}\0${file.id}\0${file.changedAt}`;
}

async function find(path: string, {run, lookUp}: Sources, signal: AbortSignal): Promise<Provenance> {
  const ask: AskTool = (tool, parameters) => run(tool, parameters, {signal, timeLimit});
  const owner: Known<Found | null> = (await lookUp([path], signal)).get(path) ?? unknown('not-collected');
  if (!owner.known) return {package: owner, description: await manualPage(path, ask)};
  // whatis(1) finds a page by its name alone, which proves nothing about a file that belongs to no package.
  if (owner.value === null) return {package: known(null), description: known(null)};
  const {name, manager} = owner.value;
  const summary = summaries[manager];
  return {
    package: known({name: sanitize(name), manager}),
    description: summary
      ? descriptionIn(await ask(summary.tool, summary.parameters(name)), summary.textIn)
      : known(null),
  };
}

type Sources = {readonly run: RunTool; readonly lookUp: LookUpPackages};

type AskTool = (tool: string, parameters: readonly string[]) => Promise<ToolResult>;

const programDirectories = /^\/(?:usr\/)?s?bin\/[^/]+$/;

/** whatis(1), only for a program in a directory of the system. */
async function manualPage(path: string, ask: AskTool): Promise<Provenance['description']> {
  if (!programDirectories.test(path)) return known(null);
  const name = basename(path);
  return descriptionIn(await ask('whatis', ['--', name]), output => whatisIn(output, name));
}

/** The description in the output of a tool: none where the tool is missing, unknown where it failed. */
function descriptionIn(result: ToolResult, textIn: (output: string) => string | null): Provenance['description'] {
  if (result.kind !== 'done') return result.kind === 'missing' ? known(null) : unknown('not-collected');
  const text = textIn(result.stdout.toString('utf8'));
  return known(text === null ? null : sanitize(text));
}

/**
 * Whether the path that a process runs from leads to the same file here: by the file's identity, or, where the file was
 * deleted, by the root directory and the mounts. A container has other files, and other packages, under the same paths;
 * so has a process in a mount namespace of its own (mount_namespaces(7)).
 */
export async function isFileOfHost(pid: number, path: string, deleted: boolean): Promise<Known<boolean>> {
  if (!deleted) return isSameFile(`/proc/${pid}/exe`, path);
  const mounts = await isSameFile(`/proc/${pid}/ns/mnt`, '/proc/self/ns/mnt');
  return mounts.known && mounts.value ? isSameFile(`/proc/${pid}/root`, '/') : mounts;
}

async function isSameFile(theirPath: string, ourPath: string): Promise<Known<boolean>> {
  const [theirs, ours] = [theirPath, ourPath].map(path => orFailure(() => safeFiles.stat(path)));
  const why = [theirs, ours].find(each => isUntouched(each));
  if (why !== undefined) {
    const [first, second] = (await statAside([theirPath, ourPath])) ?? [];
    return first === undefined ? unknown(whyFailed(why, 'refused')) : known(first === second);
  }
  const refusal = process.geteuid?.() === 0 ? 'refused' : 'needs-root';
  if (typeof theirs !== 'object') return unknown(whyFailed(theirs ?? 'gone', refusal));
  return known(typeof ours === 'object' && ours.id === theirs.id);
}
