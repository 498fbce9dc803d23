import type {LsofResult} from '../domain/inspection.ts';
import type {Socket} from '../domain/socket.ts';
import {type Clean, sanitize, trusted} from '../domain/text.ts';
import {namespaceEntry} from '../linux/namespace-file.ts';
import {type InsideResult, runInNamespace} from '../system/run-in-namespace.ts';
import type {RunTool} from '../system/run-tool.ts';
import {recordsOf, splitLsof} from './lsof-parse.ts';
import {lsofArguments, lsofCommandLine, lsofSelection} from './lsof-selection.ts';

/** Milliseconds. */
const timeLimit = 5000;
/** Bytes; an open socket takes about 100. */
const outputLimit = 4 << 20;

/**
 * Runs lsof for one socket. `seesHolders`: lsof could see every process that may hold the socket, so that a socket it
 * does not list is `none` rather than `refused`. Never rejects.
 */
export async function runLsof(
  socket: Socket,
  seesHolders: boolean,
  run: RunTool,
  signal: AbortSignal,
): Promise<LsofResult> {
  const selection = lsofSelection(socket);
  const entry = namespaceEntry(socket);
  if (entry === null) {
    const message = sanitize(`lsof looks from the host, and network namespace ${socket.netns?.name} cannot be entered`);
    return {kind: 'failed', commandLine: lsofCommandLine(selection), message};
  }
  const result = await runInNamespace(entry, 'lsof', lsofArguments(selection), {signal, timeLimit, outputLimit}, run);
  return toLsofResult(result, socket, seesHolders, lsofCommandLine(selection, entry));
}

/** The meaning of lsof's output for one socket. Pure; linear in the output. */
export function toLsofResult(
  result: InsideResult,
  socket: Socket,
  seesHolders: boolean,
  commandLine: Clean,
): LsofResult {
  const failed = (message: Clean): LsofResult => ({kind: 'failed', commandLine, message});
  switch (result.kind) {
    case 'missing':
      return result.tool === 'lsof'
        ? {kind: 'missing', commandLine, message: trusted('lsof is not installed: install the package "lsof"')}
        : failed(trusted(`${result.tool} is not installed, which enters its network namespace`));
    case 'timed-out':
      return {kind: 'timed-out', commandLine, limit: timeLimit};
    case 'aborted':
      return failed(trusted('stopped before it was done'));
    case 'failed':
      return failed(result.message);
    case 'done': {
      const {records, others} = recordsOf(splitLsof(result.stdout), socket);
      if (records.length > 0) return {kind: 'records', commandLine, records, others};
      if (result.truncated) return failed(trusted(`listed more than ${outputLimit >> 20} MiB`));
      const complaint = errorOf(result.stderr);
      if (complaint !== null) return failed(complaint);
      // lsof(8): 1 also when nothing was found. Anything else is no answer.
      if (result.code !== 0 && result.code !== 1) return failed(trusted(`ended with exit code ${result.code}`));
      if (seesHolders) return {kind: 'none', commandLine, others};
      return {kind: 'refused', commandLine, others, message: refusal(socket, commandLine)};
    }
  }
}

/** The message about a socket that lsof does not list for want of privileges. */
function refusal({owner}: Socket, commandLine: Clean): Clean {
  if (!owner.known && owner.why === 'refused') {
    return trusted('lsof does not list it: this system does not show some processes, not even to root');
  }
  return trusted(
    `lsof sees only the processes that this user may read. With full root privileges: sudo ${commandLine}`,
  );
}

/** The first line of lsof's errors; warnings, as of mounts that it may not read, are no failure. */
function errorOf(stderr: Buffer): Clean | null {
  const lines = stderr.toString('utf8').split('\n');
  const line = lines.find(text => text.trim() !== '' && !/WARNING|Output information may be incomplete/.test(text));
  return line === undefined ? null : sanitize(line.trim(), 300);
}
