import {argv, env, exit, stderr, stdout} from 'node:process';
import {toDocument} from '../app/table/document.ts';
import {sources} from '../collect/open-collector.ts';
import {type Clean, sanitize, trusted} from '../domain/text.ts';
import {plainText} from '../screens/plain.ts';
import {safeSearchPath} from '../system/search-path.ts';
import {whyNotWritten} from '../system/write-error.ts';
import {countSockets, limitHeap} from '../terminal/heap-limits.ts';
import {openKeyboard} from '../terminal/tty.ts';
import {oneShot, reaches} from './commands/one-shot.ts';
import {rulesText} from './commands/rules.ts';
import {stream} from './commands/stream.ts';
import {completionScripts} from './completions/scripts.ts';
import {Failure} from './failure.ts';
import {helpText} from './help-text.ts';
import {configText} from './merge-settings.ts';
import {type Command, parseCommandLine} from './options.ts';
import {prepare, readFileSettings} from './prepare.ts';
import {UsageError} from './usage-error.ts';
import {version} from './version.ts';

env.NODE_ENV ??= 'production';
// What ps(1) and top(1) call it.
process.title = 'portwatch';
// For the commands that systeminformation runs, and for the pager. There are no uids, and another PATH, in Windows.
const euid = process.geteuid?.();
if (euid !== undefined) env.PATH = safeSearchPath(env.PATH ?? '', euid);

stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') exit(0);
  // A terminal that is gone is seen to by the full screen.
  if (stdout.isTTY) return;
  complain(trusted(`could not write: ${whyNotWritten(error)}`));
  exit(2);
});

/** Carries a command line out; the exit code. */
async function run(command: Command): Promise<number> {
  switch (command.mode) {
    case 'help':
      return print(helpText());
    case 'version':
      return print(version);
    case 'rules':
      return print(rulesText(screenColumns(100)));
    case 'completions':
      return command.shell ? print(completionScripts[command.shell].text()) : 0;
    case 'printConfig':
      return print(configText(command.settings, await readFileSettings()));
    case 'once':
      return once(command);
    case 'json':
      return json(command);
    case 'stream':
      return streamChanges(command);
    case 'monitor': {
      const keyboard = stdout.isTTY && env.TERM !== 'dumb' ? openKeyboard() : null;
      return keyboard ? live(command, keyboard) : once(command);
    }
  }
}

async function live(command: Command, keyboard: NodeJS.ReadStream): Promise<number> {
  const prepared = await prepare(command, true);
  // Ink's library of styles takes --no-color as no bold and no inverse either; the theme leaves the colours out.
  if (prepared.theme === 'mono') env.FORCE_COLOR ??= '1';
  const {monitor} = await import('./commands/monitor.ts');
  // Once what the first poll takes is loaded: after a flag is set, Node compiles anew what it loads of itself.
  limitHeap(countSockets());
  await monitor(prepared, keyboard);
  return 0;
}

async function once(command: Command): Promise<number> {
  const {collector, settings, typeFilter, start} = await prepare(command, false);
  const state = await oneShot(collector, settings, typeFilter, screenColumns(Number.POSITIVE_INFINITY), start);
  print(plainText(state));
  return command.failOn && reaches(state.list, command.failOn) ? 1 : 0;
}

async function json(command: Command): Promise<number> {
  const {collector, settings, typeFilter, start} = await prepare(command, false);
  const {list} = await oneShot(collector, settings, typeFilter, Number.POSITIVE_INFINITY, start);
  const rows = list.groups.flatMap(group => group.rows);
  print(JSON.stringify(toDocument(list.snapshot, rows, list.summary), null, 2));
  return command.failOn && reaches(list, command.failOn) ? 1 : 0;
}

async function streamChanges(command: Command): Promise<number> {
  const {collector, settings, typeFilter, interval} = await prepare(command, false);
  const {query} = command.filter;
  await stream({collector, settings, typeFilter, query, interval: interval * 1000, output: stdout, errors: stderr});
  return 0;
}

/** Columns of the terminal, 80 where it does not tell; `otherwise` where there is none. */
const screenColumns = (otherwise: number): number => (stdout.isTTY ? stdout.columns || 80 : otherwise);

function print(text: string): 0 {
  stdout.write(`${text}\n`);
  return 0;
}

/** Takes cleaned text only: what went wrong may quote anything. */
function complain(...lines: readonly Clean[]): void {
  stderr.write(`portwatch: ${lines.join('\n')}\n`);
}

/** Where something that must not happen came from, by lines. */
function stackOf(error: unknown): readonly Clean[] {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return text.split('\n').map(each => sanitize(each));
}

/** The whole program; the exit code. */
async function main(words: readonly string[]): Promise<number> {
  const known = sources.map(({id}) => id);
  return run(await parseCommandLine(words, known));
}

try {
  process.exitCode = await main(argv.slice(2));
} catch (error) {
  if (error instanceof UsageError) complain(trusted(`${sanitize(error.message)}; see portwatch --help`));
  else if (error instanceof Failure) complain(error.reason);
  else complain(...stackOf(error));
  process.exitCode = error instanceof UsageError || error instanceof Failure ? 2 : 1;
}
