import {env, stderr, stdin, stdout} from 'node:process';
import {shownRows} from '../app/state/shown-rows.ts';
import type {ListState} from '../app/state/state.ts';
import {documentPieces} from '../app/table/document-text.ts';
import type {DocumentFormat} from '../app/table/formats/format-names.ts';
import {normalizedPieces} from '../app/table/normalized-document.ts';
import {plainLines} from '../screens/plain.ts';
import {countSockets, limitHeap, withDefaultFlags} from '../terminal/heap-limits.ts';
import {openKeyboard} from '../terminal/tty.ts';
import {acceptShown} from './commands/accept.ts';
import {differencesOf, driftLines, driftReaches, uncheckedNotes} from './commands/drift.ts';
import {isJournalStream, log} from './commands/log.ts';
import {oneShot, reaches} from './commands/one-shot.ts';
import {releasedAtClose} from './commands/released-at-close.ts';
import {rulesText} from './commands/rules.ts';
import {stream} from './commands/stream.ts';
import {keepMetrics, metricsOnce, publishMetrics} from './commands/write-metrics.ts';
import {completionScripts} from './completions/scripts.ts';
import {linesOfEngine} from './engine-lines.ts';
import {helpText} from './help-text.ts';
import {configText} from './merge-settings.ts';
import type {Command} from './options.ts';
import {type Prepared, prepare, readFileSettings} from './prepare.ts';
import {gatherFacts} from './report/gather-facts.ts';
import {reportText} from './report/report-text.ts';
import {version} from './version.ts';
import {writePieces} from './write-pieces.ts';

/**
 * Carries out a command line; `keepCode` is called once the full screen stands. Returns the exit code; rejects with
 * Failure where it cannot be carried out.
 */
export async function runCommand(command: Command, keepCode: () => void): Promise<number> {
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
    case 'report':
      return print(reportText(await gatherFacts(command, readFileSettings)));
    case 'once':
      return once(command);
    case 'json':
      return json(command);
    case 'drift':
      return drift(command);
    case 'accept':
      return accept(command);
    case 'stream':
      return streamChanges(command);
    case 'log':
      return logChanges(command);
    case 'metrics':
      return writeMetrics(command);
    case 'monitor': {
      const keyboard = stdout.isTTY && env.TERM !== 'dumb' ? openKeyboard() : null;
      return keyboard ? live(command, keyboard, keepCode) : once(command);
    }
  }
}

async function live(command: Command, keyboard: NodeJS.ReadStream, keepCode: () => void): Promise<number> {
  const prepared = await prepare(command, true);
  // chalk, which Ink uses, reads --no-color itself and would drop bold and inverse too; the theme drops the colours.
  if (prepared.theme === 'mono') env.FORCE_COLOR ??= '1';
  const {monitor} = await import('./commands/monitor.ts');
  // After the modules for the first poll are loaded: once a V8 flag is set, Node compiles its own modules anew.
  const tightenHeap = limitHeap(countSockets());
  const keep = (): Promise<void> => withDefaultFlags(keepCode);
  await monitor(prepared, keyboard, {tightenHeap, keepCode: keep});
  // Where it ended before the code was kept.
  await keep();
  return 0;
}

/** Fewer sockets do not fill the heap, and Node starts quicker without a V8 flag. */
const manySockets = 100_000;

/** As `prepare`, for a single poll. */
async function prepareOnce(command: Command): Promise<Prepared> {
  const {collector, ...others} = await prepare(command, false);
  const sockets = countSockets();
  if (sockets > manySockets) limitHeap(sockets);
  return {...others, collector: releasedAtClose(collector)};
}

async function once(command: Command): Promise<number> {
  const {collector, settings, typeFilter, start} = await prepareOnce(command);
  const state = await oneShot(collector, settings, typeFilter, screenColumns(Number.POSITIVE_INFINITY), start);
  await writePieces(stdout, ended(plainLines(state)));
  return exitCode(command, state.list);
}

const pieces: Readonly<Record<DocumentFormat, typeof documentPieces>> = {
  portwatch: documentPieces,
  normalized: normalizedPieces,
};

async function json(command: Command): Promise<number> {
  const {collector, settings, typeFilter, start} = await prepareOnce(command);
  const {list} = await oneShot(collector, settings, typeFilter, Number.POSITIVE_INFINITY, start);
  const {snapshot, summary, assessed} = list;
  const rows = shownRows(list);
  const {format} = command;
  if (format === 'portwatch' || format === 'normalized')
    await writePieces(stdout, pieces[format](snapshot, rows, summary, assessed.gone));
  else {
    const lineOf = linesOfEngine(format);
    await writePieces(stdout, ended(rows.values().map(row => lineOf(row, 'listed', snapshot))));
  }
  return exitCode(command, list);
}

const exitCode = ({failOn}: Command, {summary}: ListState): number => (failOn && reaches(summary, failOn) ? 1 : 0);

async function drift(command: Command): Promise<number> {
  const {collector, settings, typeFilter, start} = await prepareOnce(command);
  const state = await oneShot(collector, settings, typeFilter, Number.POSITIVE_INFINITY, start);
  const differences = differencesOf(state);
  const lines = driftLines(differences, settings);
  if (lines.length > 0) print(lines.join('\n'));
  for (const note of uncheckedNotes(state.list)) stderr.write(`portwatch: ${note}\n`);
  return command.failOn && driftReaches(differences, command.failOn) ? 1 : 0;
}

async function accept(command: Command): Promise<number> {
  const {collector, settings, typeFilter, start, acceptor} = await prepareOnce(command);
  if (!acceptor) throw new Error('--accept of a saved text is refused with the options');
  const state = await oneShot(collector, settings, typeFilter, Number.POSITIVE_INFINITY, start);
  const {note, yes} = command;
  const streams = {input: stdin, output: stdout, errors: stderr};
  return acceptShown({state, note, yes, now: Date.now(), accept: acceptor.tryAccept, ...streams});
}

async function streamChanges(command: Command): Promise<number> {
  const {collector, settings, typeFilter, interval} = await prepare(command, false);
  const {query} = command.filter;
  const watched = {collector, settings, typeFilter, query, interval: interval * 1000, output: stdout, errors: stderr};
  const {format} = command;
  if (format === 'normalized') throw new Error('--stream in this format is refused with the options');
  if (format === 'portwatch') await stream(watched);
  else {
    const lineOf = linesOfEngine(format);
    await stream({...watched, lineOf: ({row, event}, snapshot) => lineOf(row, event, snapshot)});
  }
  return 0;
}

async function logChanges(command: Command): Promise<number> {
  const {collector, settings, typeFilter, interval} = await prepare(command, false);
  const isJournal = {
    output: isJournalStream(1, env.JOURNAL_STREAM),
    errors: isJournalStream(2, env.JOURNAL_STREAM),
  };
  const {query} = command.filter;
  const watched = {collector, settings, typeFilter, query, interval: interval * 1000, output: stdout, errors: stderr};
  await log({...watched, isJournal});
  return 0;
}

async function writeMetrics(command: Command): Promise<number> {
  const {metricsFile, settings} = command;
  const prepared = await prepare(command, false);
  if (metricsFile === null) stdout.write(await metricsOnce(prepared));
  else if (settings.interval === undefined) await publishMetrics(metricsFile, await metricsOnce(prepared));
  else {
    const publish = (text: string): Promise<void> => publishMetrics(metricsFile, text);
    const {interval} = prepared;
    await keepMetrics({...prepared, interval: interval * 1000, publish, errors: stderr, signal: untilEnded()});
  }
  return 0;
}

/** Aborted by the first signal that ends a program; the second one ends it at once. */
function untilEnded(): AbortSignal {
  const controller = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.once(signal, () => controller.abort());
  return controller.signal;
}

/** Columns of the terminal, 80 where it reports none; `otherwise` where standard output is no terminal. */
const screenColumns = (otherwise: number): number => (stdout.isTTY ? stdout.columns || 80 : otherwise);

/** Lines with their ends. */
function* ended(lines: Iterable<string>): Generator<string> {
  for (const line of lines) yield `${line}\n`;
}

function print(text: string): 0 {
  stdout.write(`${text}\n`);
  return 0;
}
