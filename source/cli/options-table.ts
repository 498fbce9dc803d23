import {columnIds} from '../app/table/column-widths.ts';
import {formatNames} from '../app/table/formats/format-names.ts';
import {reservedNames} from '../domain/netns.ts';
import {liveSources} from '../domain/snapshot.ts';
import {themeNames} from '../screens/text/themes.ts';

/**
 * The value of an option: a file, one of a few words, several words separated by commas (`list`), or one word with an
 * optional `-` before it (`reversible`).
 */
export type Takes =
  | {readonly kind: 'file'}
  | {readonly kind: 'one' | 'list' | 'reversible'; readonly words: readonly string[]};

/** One option of the command line. Parser, `--help`, readme, man page and completions derive from these records. */
export type OptionRecord = {
  /** In camel case, as meow takes it: `hideLoopback` is `--hide-loopback`. */
  readonly name: string;
  readonly short?: string;
  /** The placeholder of its value, as `<seconds>`; absent for a switch. */
  readonly value?: string;
  /** Whether an empty value is allowed: no filter, the default order. */
  readonly mayBeEmpty?: true;
  /** Whether the value may be left out, as in `--metrics`: the option then has the value `-`. */
  readonly mayBeAbsent?: true;
  /** Candidates for a shell to complete the value; absent where the value is free. */
  readonly takes?: Takes;
  readonly help: string;
};

export const shells = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof shells)[number];

/** Verdicts that `--fail-on` takes, and anything that differs from the baseline. */
export const failReasons = ['learn', 'suspect', 'drift'] as const;
export type FailReason = (typeof failReasons)[number];

const either = (words: readonly string[]): string => `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;

const modeRecords = [
  {name: 'once', help: 'one snapshot as plain text: the same groups, columns and verdicts'},
  {name: 'json', help: 'one snapshot as one JSON document'},
  {name: 'stream', help: 'one JSON object a line for every socket that opens, changes, drifts or closes'},
  {name: 'log', help: 'one line of text for each change that matters, for journald'},
  {
    name: 'metrics',
    value: '[file]',
    mayBeAbsent: true,
    takes: {kind: 'file'},
    help: 'one snapshot as metrics for Prometheus, printed or put into a file; with -i, for ever',
  },
  {name: 'drift', help: 'only the differences from the accepted baseline, a line each; nothing where there are none'},
  {
    name: 'accept',
    help: 'accept the listeners and outbound conversations that are shown; prints them, and asks',
  },
  {name: 'rules', help: 'the rules: id, document, reason, expected owners; the checks, and where they fail'},
  {name: 'printConfig', help: 'the settings in force, and where each comes from'},
  {name: 'report', help: 'facts for a bug report: versions, sources, counts; no addresses, names or paths of yours'},
  {
    name: 'completions',
    value: '<shell>',
    takes: {kind: 'one', words: shells},
    help: `the completion script for ${either(shells)}`,
  },
  {name: 'version', help: 'the version'},
  {name: 'help', short: 'h', help: 'this help'},
] as const satisfies readonly OptionRecord[];

const optionRecords = [
  {name: 'interval', short: 'i', value: '<seconds>', help: 'time between refreshes, 0.2 to 3600; default 2'},
  {name: 'hideLoopback', short: 'L', help: 'start with loopback hidden; the key L toggles it'},
  {name: 'tcp', short: 't', help: 'show TCP'},
  {name: 'udp', short: 'u', help: 'show UDP'},
  {name: 'ipv4', short: '4', help: 'show IPv4'},
  {name: 'ipv6', short: '6', help: 'show IPv6'},
  {name: 'listening', short: 'l', help: 'show only sockets that wait: TCP in LISTEN, UDP without a peer'},
  {
    name: 'filter',
    short: 'f',
    value: '<query>',
    mayBeEmpty: true,
    help: 'start with this filter, as `proc:nginx !is:loopback` or `dst:10.0.0.0/8`; applies to every mode',
  },
  {
    name: 'sort',
    short: 's',
    value: '<column>',
    mayBeEmpty: true,
    takes: {kind: 'reversible', words: columnIds},
    help: 'start sorted by this column; - before it reverses',
  },
  {
    name: 'compact',
    help: 'alike sockets as one line (key c); a list of more than ten screens starts so',
  },
  {name: 'numeric', short: 'n', help: 'no service names'},
  {
    name: 'failOn',
    value: '<verdict>',
    takes: {kind: 'one', words: failReasons},
    help: 'with --once, --json or --drift: exit 1 when a socket is at or past learn or suspect, or drifted or new',
  },
  {name: 'yes', help: 'with --accept: do not ask'},
  {
    name: 'note',
    value: '<text>',
    mayBeEmpty: true,
    help: 'with --accept: why, as `ticket 4711`; a suspect socket needs one',
  },
  {
    name: 'format',
    value: '<name>',
    takes: {kind: 'one', words: formatNames},
    help: 'normalized: --json with equal parts once; ecs, otel, ocsf (also --stream): one object a line',
  },
  {name: 'theme', value: '<name>', takes: {kind: 'one', words: themeNames}, help: `colours: ${either(themeNames)}`},
  {
    name: 'columns',
    value: '<list>',
    takes: {kind: 'list', words: columnIds},
    help: 'only these columns besides verdict, port, owner and why, as `proto,service,user`',
  },
  {name: 'services', value: '<list>', help: 'own names of ports, as `9443/tcp=portainer,8006/tcp=proxmox`'},
  {name: 'readOnly', help: 'no keys that end a process, close a connection or change the baseline'},
  {name: 'bell', help: "ring the terminal's bell when a socket drifts from the baseline; --no-bell keeps it silent"},
  {name: 'noColor', help: 'no colours; NO_COLOR does the same'},
  {name: 'ascii', help: 'only ASCII signs; chosen by itself where the locale is not UTF-8'},
  {
    name: 'netns',
    value: '<name>',
    takes: {kind: 'one', words: reservedNames},
    help: 'network namespaces: all, host (the one portwatch runs in), or one by name; default all',
  },
  {
    name: 'baseline',
    value: '<file>',
    takes: {kind: 'file'},
    help: 'file of what is accepted; default /etc/portwatch/baseline.toml as root, else in ~/.config/portwatch',
  },
  {
    name: 'input',
    value: '<file|->',
    takes: {kind: 'file'},
    help: 'assess saved output, as of `ss -tunap`, from this or another machine, instead of this host',
  },
  {
    name: 'collector',
    value: '<source>',
    takes: {kind: 'one', words: liveSources},
    help: `force one source of sockets, ${either(liveSources)}; default: the first that works`,
  },
] as const satisfies readonly OptionRecord[];

/** Modes, of which a command line may have one. */
export const modeOptions: readonly OptionRecord[] = modeRecords;
export const options: readonly OptionRecord[] = optionRecords;
export const allOptions: readonly OptionRecord[] = [...modeRecords, ...optionRecords];

export type ModeName = (typeof modeRecords)[number]['name'];
export const modeNames: readonly ModeName[] = modeRecords.map(({name}) => name);

type Entry = (typeof modeRecords | typeof optionRecords)[number];

/** The options that were given: the text of a value, true for a switch, false for a negated one. */
export type Flags = {
  readonly [Record in Entry as Record['name']]?: Record extends {readonly value: string} ? string : boolean;
};
