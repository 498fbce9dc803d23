import {type DebugLog, debugLog, type LogValue} from './debug-log.ts';
import type {RunTool, ToolResult} from './run-tool.ts';

/** A `RunTool` that writes the start and the end of each tool to the debug log, where there is one. */
export const logged =
  (run: RunTool): RunTool =>
  (...call) =>
    debugLog ? runLogged(debugLog, run, call) : run(...call);

let runs = 0;

async function runLogged(log: DebugLog, run: RunTool, call: Parameters<RunTool>): Promise<ToolResult> {
  const [tool, parameters] = call;
  const number = ++runs;
  const started = performance.now();
  const command = log.showsCommands ? parameters : undefined;
  log.write('tool-started', {run: number, tool, arguments: parameters.length, command});
  const result = await run(...call);
  log.write('tool-ended', {run: number, tool, took: performance.now() - started, ...ending(result)});
  return result;
}

function ending(result: ToolResult): Readonly<Record<string, LogValue>> {
  const {kind} = result;
  switch (kind) {
    case 'done': {
      const {code, stdout, stderr, truncated} = result;
      return {ended: kind, code, bytes: stdout.length, errorBytes: stderr.length, truncated};
    }
    case 'failed':
      return {ended: kind, message: result.message};
    case 'missing':
    case 'timed-out':
    case 'aborted':
      return {ended: kind};
  }
}
