import {argv, env, exit, stderr, stdout} from 'node:process';
import {sources} from '../collect/open-collector.ts';
import {type Clean, sanitize, trusted} from '../domain/text.ts';
import {debugLog, openDebugLog} from '../system/debug-log.ts';
import {safeSearchPath} from '../system/search-path.ts';
import {whyNotWritten} from '../system/write-error.ts';
import {Failure} from './failure.ts';
import {parseCommandLine} from './options.ts';
import {runCommand} from './run-command.ts';
import {runtimeFacts} from './runtime-facts.ts';
import type {KeepCode} from './start.ts';
import {UsageError} from './usage-error.ts';

env.NODE_ENV ??= 'production';
// ps(1) and top(1) show this name.
process.title = 'portwatch';
// For the commands that systeminformation runs, and for the pager. Windows has no uids, and another PATH.
const euid = process.geteuid?.();
if (euid !== undefined) env.PATH = safeSearchPath(env.PATH ?? '', euid);

stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') exit(0);
  // The full screen handles a closed terminal itself.
  if (stdout.isTTY) return;
  complain(trusted(`could not write: ${whyNotWritten(error)}`));
  exit(2);
});

/** Takes sanitized lines only: an error may quote anything. */
function complain(...lines: readonly Clean[]): void {
  stderr.write(`portwatch: ${lines.join('\n')}\n`);
}

/** The lines of the stack of an error that is a bug. */
async function stackOf(error: unknown): Promise<readonly Clean[]> {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const readable = await import('./readable-stack.ts').then(({readableStack}) => readableStack(text)).catch(() => text);
  return readable.split('\n').map(each => sanitize(each));
}

function startDebugLog(): void {
  const refusal = openDebugLog(env);
  if (refusal !== null) throw new Failure(refusal);
  if (debugLog) process.on('exit', code => debugLog?.write('end', {code, resident: process.memoryUsage.rss()}));
}

/** The whole program. Returns the exit code. */
async function main(words: readonly string[], keepCode: KeepCode): Promise<number> {
  startDebugLog();
  const known = sources.map(({id}) => id);
  const command = await parseCommandLine(words, known);
  debugLog?.write('start', runtimeFacts(command));
  const code = await runCommand(command, () => keepCode(command.mode));
  keepCode(command.mode);
  return code;
}

/** Runs the program with the arguments of this process, and sets its exit code. */
export async function run(keepCode: KeepCode = () => {}): Promise<void> {
  try {
    process.exitCode = await main(argv.slice(2), keepCode);
  } catch (error) {
    debugLog?.write('error', {stack: await stackOf(error)});
    if (error instanceof UsageError) complain(trusted(`${sanitize(error.message)}; see portwatch --help`));
    else if (error instanceof Failure) complain(error.reason);
    else complain(...(await stackOf(error)));
    process.exitCode = error instanceof UsageError || error instanceof Failure ? 2 : 1;
  }
}
