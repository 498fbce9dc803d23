import type {Socket} from '../domain/socket.ts';
import {cleanBytes} from '../domain/text.ts';
import {type RunTool, runTool} from '../system/run-tool.ts';
import {lsofCommandLine, lsofSelection} from './lsof-selection.ts';

/** Milliseconds, and bytes. */
const timeLimit = 10_000;
const outputLimit = 16 << 20;

/** All that lsof prints for the address and port of a socket, cleaned, below the command that prints it; or why it printed nothing. */
export async function lsofText(socket: Socket, run: RunTool = runTool): Promise<string> {
  const selection = lsofSelection(socket);
  const signal = new AbortController().signal;
  const result = await run('lsof', ['-nP', ...selection], {signal, timeLimit, outputLimit});
  return `$ ${lsofCommandLine(selection)}\n${saidBy(result)}\n`;
}

function saidBy(result: Awaited<ReturnType<RunTool>>): string {
  switch (result.kind) {
    case 'done': {
      const lines = Buffer.concat([result.stdout, result.stderr]).toString('latin1').split('\n');
      const text = lines.map(line => cleanBytes(Buffer.from(line, 'latin1'))).join('\n');
      return text.trim() === '' ? 'lsof lists nothing there, or may not see it without root.' : text;
    }
    case 'missing':
      return 'lsof is not installed.';
    case 'timed-out':
      return `lsof did not answer within ${timeLimit / 1000} s.`;
    case 'aborted':
      return 'lsof was stopped.';
    case 'failed':
      return result.message;
  }
}
