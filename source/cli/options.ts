import {readFilter} from '../app/state/filter-input.ts';
import {type Filter, noFilter} from '../app/state/state.ts';
import {type FormatName, formatNames} from '../app/table/formats/format-names.ts';
import type {TypeFilter} from '../app/table/type-filter.ts';
import type {SourceId} from '../domain/snapshot.ts';
import {type Clean, sanitize} from '../domain/text.ts';
import type {OnlyNamed} from './only-named.ts';
import {kebab, longName} from './option-spelling.ts';
import {
  allOptions,
  type FailReason,
  type Flags,
  failReasons,
  type ModeName,
  modeNames,
  type Shell,
  shells,
} from './options-table.ts';
import {parseFlags} from './parse-flags.ts';
import {type SettingName, type SettingValues, settingNames, settings} from './settings.ts';
import {UsageError} from './usage-error.ts';

/** A command line, validated. */
export type Command = {
  readonly mode: ModeName | 'monitor';
  /** The options that were given, as `--sort`, without their values. */
  readonly given: readonly string[];
  /** Settings that were given as options; the others come from the settings file. */
  readonly settings: Partial<SettingValues>;
  readonly typeFilter: Omit<TypeFilter, 'hideLoopback'>;
  readonly filter: Filter;
  readonly numeric: boolean;
  readonly color: boolean;
  readonly ascii: boolean;
  readonly readOnly: boolean;
  /** File of saved output to assess, `-` for standard input; null for this host. */
  readonly input: string | null;
  /** File of the baseline; null for the usual one. */
  readonly baseline: string | null;
  /** Null for the first that works. */
  readonly collector: SourceId | null;
  readonly failOn: FailReason | null;
  /** Whether to accept without a question. */
  readonly yes: boolean;
  /** The note of an acceptance; null where there is none. */
  readonly note: Clean | null;
  readonly format: FormatName;
  /** The file for metrics; null for standard output, and outside of that mode. */
  readonly metricsFile: string | null;
  /** The shell to print completions for; null outside of that mode. */
  readonly shell: Shell | null;
};

/** Reads a command line (without node and script). Rejects with UsageError. */
export async function parseCommandLine(argv: readonly string[], sources: readonly SourceId[]): Promise<Command> {
  const flags = await parseFlags(argv);
  const {tcp, udp, ipv4, ipv6, listening, filter, numeric, failOn, readOnly, noColor, ascii, input, ...others} = flags;
  const {collector, completions, baseline, metrics, yes, note, format, ...namedByTables} = others;
  // An option that is not read above is a mode or a setting; their tables read these.
  namedByTables satisfies OnlyNamed<typeof namedByTables, ModeName | SettingName>;
  const command: Command = {
    mode: modeOf(flags),
    given: allOptions.filter(({name}) => name in flags).map(longName),
    settings: settingsOf(flags),
    typeFilter: {
      protocols: new Set([...(tcp ? (['tcp'] as const) : []), ...(udp ? (['udp'] as const) : [])]),
      families: new Set([...(ipv4 ? ([4] as const) : []), ...(ipv6 ? ([6] as const) : [])]),
      listening: listening === true,
    },
    filter: filterOf(filter),
    numeric: numeric === true,
    color: noColor !== true,
    ascii: ascii === true,
    readOnly: readOnly === true,
    input: fileOf(input, '--input takes a file, or - for standard input'),
    baseline: fileOf(baseline, '--baseline takes a file'),
    collector: choice('--collector', collector, sources),
    failOn: choice('--fail-on', failOn, failReasons),
    yes: yes === true,
    note: note ? sanitize(note) : null,
    format: choice('--format', format, formatNames) ?? 'portwatch',
    metricsFile: withoutDash(fileOf(metrics, '--metrics takes a file, or - for standard output')),
    shell: choice('--completions', completions, shells),
  };
  refuseContradictions(command);
  return command;
}

function modeOf(flags: Flags): Command['mode'] {
  const [mode, another] = modeNames.filter(name => flags[name] !== undefined);
  if (flags.version || flags.help) return flags.version ? 'version' : 'help';
  if (mode && another) throw new UsageError(`--${kebab(mode)} and --${kebab(another)} exclude each other`);
  return mode ?? 'monitor';
}

/** Modes in which `--fail-on` decides about the exit code. */
const failModes: readonly Command['mode'][] = ['once', 'json', 'drift'];

function refuseContradictions(command: Command): void {
  const {mode, given, input, collector, failOn, yes, note, readOnly, metricsFile, settings, format} = command;
  if (input !== null && collector) throw new UsageError('--input and --collector exclude each other');
  if (input !== null && (mode === 'stream' || mode === 'log'))
    throw new UsageError(`--input and --${mode} exclude each other: saved text does not change`);
  if (input !== null && mode === 'report') throw new UsageError('--input and --report exclude each other');
  if (input !== null && mode === 'accept')
    throw new UsageError('--input and --accept exclude each other: saved text has names, not programs');
  if (mode === 'metrics' && settings.interval !== undefined) {
    if (metricsFile === null)
      throw new UsageError('--metrics with --interval needs a file: standard output takes one snapshot');
    if (input !== null)
      throw new UsageError('--input and --metrics with --interval exclude each other: saved text does not change');
  }
  if (failOn && !failModes.includes(mode)) throw new UsageError('--fail-on needs --once, --json or --drift');
  if (mode === 'accept') {
    if (readOnly) throw new UsageError('--read-only and --accept exclude each other');
  } else if (yes || note !== null) throw new UsageError(`${yes ? '--yes' : '--note'} needs --accept`);
  if (given.includes('--format') && mode !== 'json' && mode !== 'stream')
    throw new UsageError('--format needs --json or --stream');
  if (format === 'normalized' && mode === 'stream')
    throw new UsageError('--format normalized needs --json: each line of --stream stands by itself');
}

/** Settings among the options; `--no-hide-loopback` is a hideLoopback of false. Throws UsageError. */
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

function filterOf(text: string | undefined): Filter {
  if (text === undefined) return noFilter;
  // Texts on the screen are sanitized, and so is the filter: a copied name finds the text that is on the screen.
  const filter = readFilter(sanitize(text), noFilter);
  if (filter.error) throw new UsageError(`--filter, at character ${filter.error.at + 1}: ${filter.error.message}`);
  return filter;
}

function fileOf(text: string | undefined, usage: string): string | null {
  if (text === '') throw new UsageError(usage);
  return text ?? null;
}

const withoutDash = (file: string | null): string | null => (file === '-' ? null : file);

function choice<T extends string>(option: string, text: string | undefined, choices: readonly T[]): T | null {
  if (text === undefined) return null;
  const found = choices.find(each => each === text);
  if (found === undefined) throw new UsageError(`${option} takes ${choices.join(', ')}, not "${text}"`);
  return found;
}
