import type {Socket} from '../domain/socket.ts';
import {cleanBytes} from '../domain/text.ts';
import {namespaceEntry} from '../linux/namespace-file.ts';
import {type InsideResult, runInNamespace} from '../system/run-in-namespace.ts';
import {type RunTool, runTool} from '../system/run-tool.ts';
import {lsofCommandLine, lsofSelection} from './lsof-selection.ts';

/** Milliseconds. */
const timeLimit = 10_000;
/** Bytes. */
const outputLimit = 16 << 20;

/**
 * The output of lsof for the address and port of a socket, cleaned, below the command line that prints it; or why there
 * is none. Ends lsof when aborted. Never rejects.
 */
export async function lsofText(socket: Socket, signal: AbortSignal, run: RunTool = runTool): Promise<string> {
  const selection = lsofSelection(socket);
  const entry = namespaceEntry(socket);
  if (entry === null)
    return `lsof looks from the host, and network namespace ${socket.netns?.name} cannot be entered.\n`;
  const limits = {signal, timeLimit, outputLimit};
  const result = await runInNamespace(entry, 'lsof', ['-nP', ...selection], limits, run);
  return `$ ${lsofCommandLine(selection, entry)}\n${textOf(result)}\n`;
}

function textOf(result: InsideResult): string {
  switch (result.kind) {
    case 'done': {
      const lines = Buffer.concat([result.stdout, result.stderr]).toString('latin1').split('\n');
      const text = lines.map(line => cleanBytes(Buffer.from(line, 'latin1'))).join('\n');
      return text.trim() === '' ? 'lsof lists nothing there, or may not see it without root.' : text;
    }
    case 'missing':
      return `${result.tool} is not installed.`;
    case 'timed-out':
      return `lsof did not answer within ${timeLimit / 1000} s.`;
    case 'aborted':
      return 'lsof was stopped.';
    case 'failed':
      return result.message;
  }
}
