import {argv, env, exit, stderr, stdout} from 'node:process';
import {sources} from './collect/probe.ts';
import {readServices} from './collect/services-file.ts';
import {osNameTask, readOsName} from './collect/systeminformation/os-name.ts';
import {Failure} from './commands/failure.ts';
import {helpText} from './commands/help-text.ts';
import {oneLook, reaches} from './commands/one-look.ts';
import {openSource} from './commands/open.ts';
import {type Command, parseCommandLine, UsageError} from './commands/options.ts';
import {rulesText} from './commands/rules.ts';
import {stream} from './commands/stream.ts';
import {asciiSymbols, unicodeSymbols} from './layout/symbols.ts';
import type {Collector} from './model/snapshot.ts';
import {clean} from './model/text.ts';
import {keepHeapSmall} from './runtime/memory.ts';
import {openKeyboard, takesUtf8} from './runtime/terminal.ts';
import {serviceNames} from './services/names.ts';
import {servicePorts} from './services/ports.ts';
import type {Settings} from './state/state.ts';
import {toDocument} from './table/document.ts';
import {version} from './version.ts';
import {plainText} from './view/plain.ts';

env['NODE_ENV'] ??= 'production';

stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') exit(0);
  throw error;
});

/** Carries a command line out; the exit code. */
async function run(command: Command): Promise<number> {
  switch (command.mode) {
    case 'help':
      return print(helpText());
    case 'version':
      return print(version);
    case 'rules':
      return print(rulesText(stdout.columns ?? 100));
    case 'once':
      return once(command);
    case 'json':
      return json(command);
    case 'stream':
      return streamChanges(command);
    case 'monitor': {
      const keyboard = stdout.isTTY && env['TERM'] !== 'dumb' ? openKeyboard() : null;
      return keyboard ? live(command, keyboard) : once(command);
    }
  }
}

async function live(command: Command, keyboard: NodeJS.ReadStream): Promise<number> {
  const {interval, narrow, input} = command;
  keepHeapSmall(0);
  const opened = await open(command);
  const color = command.color && !env['NO_COLOR'];
  // Ink's library of styles does not know NO_COLOR, and takes --no-color as no bold and no inverse either.
  if (!color) env['FORCE_COLOR'] ??= '1';
  const {monitor} = await import('./commands/monitor.tsx');
  await monitor({...opened, start: command, interval: input === null ? interval : null, narrow, keyboard, color});
  return 0;
}

async function once(command: Command): Promise<number> {
  const {collector, settings} = await open({...command, mode: 'once'});
  const state = await oneLook(collector, settings, command.narrow, stdout.columns ?? Number.POSITIVE_INFINITY, command);
  print(plainText(state));
  return command.failOn && reaches(state.look, command.failOn) ? 1 : 0;
}

async function streamChanges(command: Command): Promise<number> {
  const {collector, settings} = await open(command);
  const {narrow, filter, interval} = command;
  await stream({
    collector,
    nameOf: settings.nameOf,
    narrow,
    query: filter.query,
    interval: interval * 1000,
    output: stdout,
    errors: stderr,
  });
  return 0;
}

async function json(command: Command): Promise<number> {
  const {collector, settings} = await open(command);
  const {look} = await oneLook(collector, settings, command.narrow, Number.POSITIVE_INFINITY, command);
  const rows = look.groups.flatMap(group => group.rows);
  print(JSON.stringify(toDocument(look.snapshot, rows, look.summary), null, 2));
  return command.failOn && reaches(look, command.failOn) ? 1 : 0;
}

/** What every look needs: where sockets come from, and how they are shown. */
async function open(command: Command): Promise<{readonly collector: Collector; readonly settings: Settings}> {
  const [{ianaRegistry}, hostServices] = await Promise.all([import('./services/iana.ts'), readServices()]);
  const {mode, interval, numeric, input} = command;
  const ascii = command.ascii || env['TERM'] === 'dumb' || (stdout.isTTY && !takesUtf8(env));
  const settings: Settings = {
    interval: mode === 'monitor' && input === null ? interval : null,
    numeric,
    ascii,
    symbols: ascii ? asciiSymbols : unicodeSymbols,
    nameOf: serviceNames(hostServices, ianaRegistry),
  };
  const lookup = (...query: Parameters<ReturnType<typeof servicePorts>>) => {
    ports ??= servicePorts(hostServices, ianaRegistry);
    return ports(...query);
  };
  let ports: ReturnType<typeof servicePorts> | undefined;
  return {collector: await openSource(command, lookup), settings};
}

function print(text: string): 0 {
  stdout.write(`${text}\n`);
  return 0;
}

/** The whole program; the exit code. */
async function main(words: readonly string[]): Promise<number> {
  if (words[0] === osNameTask) return print(await readOsName());
  return run(
    parseCommandLine(
      words,
      sources.map(({id}) => id),
    ),
  );
}

try {
  process.exitCode = await main(argv.slice(2));
} catch (error) {
  if (error instanceof UsageError) stderr.write(`portwatch: ${clean(error.message)}; see portwatch --help\n`);
  else if (error instanceof Failure) stderr.write(`portwatch: ${error.message}\n`);
  else stderr.write(`portwatch: ${error instanceof Error ? (error.stack ?? error.message) : error}\n`);
  process.exitCode = error instanceof UsageError || error instanceof Failure ? 2 : 1;
}
