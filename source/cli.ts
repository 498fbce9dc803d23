import {argv, env, exit, stderr, stdout} from 'node:process';
import {withCoverage} from './collect/coverage/coverage.ts';
import {NoSourceError, openCollector, sources} from './collect/probe.ts';
import {readServices} from './collect/services-file.ts';
import {helpText} from './commands/help-text.ts';
import {oneLook, reaches} from './commands/one-look.ts';
import {type Command, parseCommandLine, UsageError} from './commands/options.ts';
import {rulesText} from './commands/rules.ts';
import {hasTool} from './inspect/find-tool.ts';
import {asciiSymbols, unicodeSymbols} from './layout/symbols.ts';
import type {Collector} from './model/snapshot.ts';
import {openKeyboard, takesUtf8} from './runtime/terminal.ts';
import {serviceNames} from './services/names.ts';
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
    case 'monitor': {
      const keyboard = stdout.isTTY && env['TERM'] !== 'dumb' ? openKeyboard() : null;
      return keyboard ? live(command, keyboard) : once(command);
    }
  }
}

async function live(command: Command, keyboard: NodeJS.ReadStream): Promise<number> {
  const [collector, settings] = await Promise.all([openLive(command), settingsOf(command)]);
  if (!command.color) env['NO_COLOR'] = '1';
  const {monitor} = await import('./commands/monitor.tsx');
  await monitor({collector, settings, interval: command.interval, narrow: command.narrow, keyboard});
  return 0;
}

async function once(command: Command): Promise<number> {
  const state = await lookOnce(command, stdout.columns ?? Number.POSITIVE_INFINITY);
  print(plainText(state));
  return command.failOn && reaches(state.look, command.failOn) ? 1 : 0;
}

async function json(command: Command): Promise<number> {
  const {look} = await lookOnce(command, Number.POSITIVE_INFINITY);
  const rows = look.groups.flatMap(group => group.rows);
  print(JSON.stringify(toDocument(look.snapshot, rows, look.summary), null, 2));
  return command.failOn && reaches(look, command.failOn) ? 1 : 0;
}

async function openLive({collector}: Command): Promise<Collector> {
  return withCoverage(await openCollector(collector), {hasTool});
}

async function lookOnce(command: Command, columns: number) {
  const [collector, settings] = await Promise.all([openLive(command), settingsOf(command)]);
  return oneLook(collector, settings, command.narrow, columns);
}

async function settingsOf({mode, interval, numeric, ascii}: Command): Promise<Settings> {
  const [{ianaRegistry}, hostServices] = await Promise.all([import('./services/iana.ts'), readServices()]);
  const plain = ascii || env['TERM'] === 'dumb' || (stdout.isTTY && !takesUtf8(env));
  return {
    interval: mode === 'monitor' ? interval : null,
    numeric,
    ascii: plain,
    symbols: plain ? asciiSymbols : unicodeSymbols,
    nameOf: serviceNames(hostServices, ianaRegistry),
  };
}

function print(text: string): 0 {
  stdout.write(`${text}\n`);
  return 0;
}

try {
  const code = await run(
    parseCommandLine(
      argv.slice(2),
      sources.map(({id}) => id),
    ),
  );
  process.exitCode = code;
} catch (error) {
  if (error instanceof UsageError) stderr.write(`portwatch: ${error.message}; see portwatch --help\n`);
  else if (error instanceof NoSourceError) stderr.write(`portwatch: ${error.message}\n`);
  else stderr.write(`portwatch: ${error instanceof Error ? (error.stack ?? error.message) : error}\n`);
  process.exitCode = error instanceof UsageError || error instanceof NoSourceError ? 2 : 1;
}
