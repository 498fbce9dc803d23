import meow from 'meow';
import {readFilter} from '../app/state/filter-input.ts';
import {type Filter, noFilter} from '../app/state/state.ts';
import type {TypeFilter} from '../app/table/type-filter.ts';
import type {SourceId} from '../domain/snapshot.ts';
import type {Family, Protocol} from '../domain/socket.ts';
import {sanitize} from '../domain/text.ts';
import type {Verdict} from '../domain/verdict.ts';
import {helpText} from './help-text.ts';
import {failVerdicts, kebab, modeOptions, options, type Shell, shells} from './options-table.ts';
import {type SettingValues, settingNames, settings} from './settings.ts';
import {UsageError} from './usage-error.ts';
import {separateWords} from './words.ts';

export type CommandMode =
  | 'monitor'
  | 'once'
  | 'json'
  | 'stream'
  | 'rules'
  | 'printConfig'
  | 'completions'
  | 'version'
  | 'help';

/** What the command line asks for. */
export type Command = {
  readonly mode: CommandMode;
  /** What options settle; the rest comes from the settings file. */
  readonly settings: Partial<SettingValues>;
  readonly typeFilter: Omit<TypeFilter, 'hideLoopback'>;
  readonly filter: Filter;
  readonly numeric: boolean;
  readonly color: boolean;
  readonly ascii: boolean;
  readonly readOnly: boolean;
  /** File of saved output to judge, `-` for standard input; null: this host. */
  readonly input: string | null;
  /** null: the first that works. */
  readonly collector: SourceId | null;
  readonly failOn: Verdict | null;
  /** The shell to print completions for; null outside of that mode. */
  readonly shell: Shell | null;
};

const records = [...modeOptions, ...options];

/** Reads a command line (without node and script); throws UsageError. */
export function parseCommandLine(argv: readonly string[], sources: readonly SourceId[]): Command {
  const flags: Flags = parse(separateWords(argv));
  const given = (name: string): boolean => flags[name] === true;
  const modes = modeOptions.filter(({name}) => flags[name] !== undefined).map(({name}) => name as CommandMode);
  const asked = modes.find(mode => mode === 'help' || mode === 'version');
  if (modes.length > 1 && !asked)
    throw new UsageError(`--${modes.slice(0, 2).map(kebab).join(' and --')} exclude each other`);
  const mode = asked ?? modes[0] ?? 'monitor';
  const input = file(flags.input);
  const collector = choice(flags, 'collector', '--collector', sources);
  if (input !== null && collector) throw new UsageError('--input and --collector exclude each other');
  if (input !== null && mode === 'stream')
    throw new UsageError('--input and --stream exclude each other: saved text does not change');
  const failOn = choice(flags, 'failOn', '--fail-on', failVerdicts);
  if (failOn && mode !== 'once' && mode !== 'json') throw new UsageError('--fail-on needs --once or --json');
  return {
    mode,
    settings: settingsOf(flags),
    typeFilter: {
      protocols: new Set<Protocol>([
        ...(given('tcp') ? ['tcp' as const] : []),
        ...(given('udp') ? ['udp' as const] : []),
      ]),
      families: new Set<Family>([...(given('ipv4') ? [4 as const] : []), ...(given('ipv6') ? [6 as const] : [])]),
      listening: given('listening'),
    },
    filter: filterOf(flags.filter),
    numeric: given('numeric'),
    color: flags.color !== false && !given('noColor'),
    ascii: given('ascii'),
    readOnly: given('readOnly'),
    input,
    collector,
    failOn,
    shell: choice(flags, 'completions', '--completions', shells),
  };
}

type Flags = Readonly<Record<string, unknown>>;

function parse(argv: readonly string[]): Flags {
  // To find nothing in nothing takes meow a tenth of a start.
  if (argv.length === 0) return {};
  try {
    return meow(helpText(), {
      importMeta: import.meta,
      pkg: {name: 'portwatch'},
      argv,
      autoHelp: false,
      autoVersion: false,
      booleanDefault: undefined,
      flags: Object.fromEntries(
        records.map(({name, short, value}) => [
          name,
          {type: value === undefined ? 'boolean' : 'string', ...(short === undefined ? {} : {shortFlag: short})},
        ]),
      ) as Record<string, {type: 'boolean' | 'string'; shortFlag?: string}>,
    }).flags;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const twice = message.match(/^The flag --(\w+) can only be set once/)?.[1];
    throw new UsageError(twice === undefined ? message : `option --${kebab(twice)} can be given only once`);
  }
}

/** What the options that are settings say; `--no-hide-loopback` says false. */
function settingsOf(flags: Flags): Partial<SettingValues> {
  const given = settingNames.flatMap(name => {
    const value = flags[name];
    if (value === undefined) return [];
    const {key, read: readValue, allowed, allowedAsOption = allowed} = settings[name];
    const read = readValue(value);
    if (read === undefined) throw new UsageError(`--${key} takes ${allowedAsOption}, not "${value}"`);
    return [[name, read] as const];
  });
  return Object.fromEntries(given);
}

function filterOf(text: unknown): Filter {
  if (typeof text !== 'string') return noFilter;
  // It is shown, and what it searches is cleaned too: a name that was copied from elsewhere finds what it is shown as.
  const filter = readFilter(sanitize(text), noFilter);
  if (filter.error) throw new UsageError(`--filter, at character ${filter.error.at + 1}: ${filter.error.message}`);
  return filter;
}

function file(text: unknown): string | null {
  if (text === '') throw new UsageError('--input takes a file, or - for standard input');
  return typeof text === 'string' ? text : null;
}

function choice<T extends string>(flags: Flags, name: string, option: string, choices: readonly T[]): T | null {
  const text = flags[name];
  if (text === undefined) return null;
  const found = choices.find(each => each === text);
  if (found === undefined) throw new UsageError(`${option} takes ${choices.join(', ')}, not "${text}"`);
  return found;
}
