import {duckDb} from './fleet-queries.ts';
import {example, item, paragraph, typed} from './roff.ts';
import {columnsByWidth, savedFormats} from './sentences.ts';

/** Texts of the man page that come from no table. */

export const name = 'a top for sockets, which shows of each why it may be safe';

export const description: readonly string[] = [
  paragraph(
    'portwatch is a full-screen monitor of the sockets of a Linux host, in the manner of `top`. It groups them by',
    'state, refreshes in place, and shows of each one whether there is a reason why it may be safe, and whether the',
    'visible facts about its owner bear the reason out.',
  ),
  paragraph(
    'Sockets come from sock_diag(7) over netlink; where that does not work, from `/proc/net`; and where there is',
    'none, from the tools of the system. The header names the source. Owners come from `/proc`, and from lsof(8) when',
    'a row is opened. portwatch sends nothing over the network, but for the look-ups of names while `d` shows them.',
  ),
  paragraph('Where standard output is not a terminal, it prints one snapshot, as with `--once`.'),
];

export const verdicts: readonly string[] = [
  paragraph(
    'No verdict is "safe". The reasons are recommendations, not guarantees: malicious software can sit on a port that',
    'a trusted protocol commonly uses. So the owner is checked: which program holds the socket, where its file lies',
    'and who may write it, whether that file is still the one that was started, and whether a shell talks over the',
    'socket. A fact that could not be seen is unknown, never a failure.',
  ),
];

export const options: readonly string[] = [
  paragraph(
    'Short options may stand together, as in `-tul`. Of the modes, at most one may be given. `--no-hide-loopback`',
    'overrides the settings file.',
  ),
  paragraph(`\`--input\` reads the output of ${savedFormats()}.`),
];

export const baseline: readonly string[] = [
  paragraph(
    'An administrator accepts listeners and outbound conversations, in the list or with `--accept`. An accepted socket',
    'no longer counts as learn. One that is not as it was accepted is suspect, and a listener that nobody accepted is',
    'marked as new; `--drift` prints the differences, each with its kind:',
  ),
];

export const baselineLimits: readonly string[] = [
  paragraph(
    'Suspect sockets are accepted one by one and with a note alone; programs that others may write are not accepted.',
    'Facts that are not visible, as owners without root, never count as a difference.',
  ),
];

export const keys: readonly string[] = [paragraph('`?` shows the keys of the screen that is on top.')];

export const filter: readonly string[] = [
  paragraph(
    'Terms with blanks between them must all hold. `!` or `-` before a term negates it, `|` within a value is "or". A',
    'word searches all columns that are shown and all names of the processes, without regard to case; quotes keep',
    'blanks together. A term of a field is its name, a colon and a value: a number or a range of numbers, an address,',
    'a part of one, or a network, a part of a text, as a path, a word, or a regular expression between slashes, in',
    'which a slash has a `\\` before it.',
  ),
];

export const filterExamples: readonly string[] = [
  example('port:22', 'port:80|443 !is:loopback', 'dst:10.0.0.0/8 proc:nginx', 'verdict:suspect|learn is:exposed'),
];

export const columns: readonly string[] = [
  paragraph(
    `As a terminal narrows, whole columns go: ${columnsByWidth()}.`,
    'These are the names that `--columns` and `--sort` take:',
  ),
];

export const settings: readonly string[] = [
  paragraph(
    'The settings file is TOML; options win over it, and `--print-config` prints the settings in force and the origin',
    'of each. As root, portwatch reads only a file that nobody else may write.',
  ),
];

export const rules: readonly string[] = [
  paragraph('The first rule that applies gives the reason. `--rules` prints them in full, with their sources:'),
];

export const exitStatus: readonly string[] = [
  item(typed('0'), 'Done.'),
  item(typed('1'), '`--fail-on` was reached.'),
  item(typed('2'), 'It could not be done; one line on standard error has the reason.'),
];

export const environment: readonly string[] = [
  item(
    `${typed('LC_ALL')}, ${typed('LC_CTYPE')}, ${typed('LANG')}`,
    'Where the locale is not UTF-8, only ASCII signs are drawn.',
  ),
  item(typed('NO_COLOR'), 'Where it is not empty, there are no colours.'),
  item(typed('TERM'), 'On a terminal that is `dumb`, it prints one snapshot, as with `--once`.'),
  item(typed('PAGER'), 'The command that shows all records of lsof(8) about a socket.'),
  item(
    typed('PORTWATCH_DEBUG'),
    'A file to which a line of JSON is appended for the start, each poll, each tool that is run, errors and the end.',
  ),
  item(
    typed('PORTWATCH_DEBUG_COMMANDS'),
    'Where it is `1`, the lines of tools have their arguments, with addresses and process IDs.',
  ),
  item(
    typed('JOURNAL_STREAM'),
    'Set by systemd. Where it names standard output, `--log` puts the priority before each line.',
  ),
  item(
    typed('XDG_CONFIG_HOME'),
    'The directory above that of the settings file and the baseline, instead of `~/.config`.',
  ),
  item(typed('XDG_CACHE_HOME'), 'The directory above that of kept code and answers, instead of `~/.cache`.'),
];

export const files: readonly string[] = [
  item(typed('~/.config/portwatch/config.toml'), 'The settings file.'),
  item(typed('/etc/portwatch/baseline.toml'), 'The baseline that root accepted.'),
  item(typed('~/.config/portwatch/baseline.toml'), 'The baseline that another user accepted.'),
  item(typed('~/.cache/portwatch'), 'Compiled code of the program, for a quicker start.'),
  item(typed('/etc/services'), "The host's own names of ports."),
];

export const log: readonly string[] = [
  paragraph(
    '`--log` writes a line of text for each change that matters, and first one that counts the sockets. Where systemd',
    'passes standard output to the journal, `<4>` (warning) or `<6>` (information) is before each line, as in',
    'sd-daemon(3). A gap in the coverage has a line that begins with `coverage`. A line begins with:',
  ),
];

export const normalized: readonly string[] = [
  paragraph(
    '`--json` `--format` `normalized` prints the document of `--json` with equal parts once. `rules`, `checks`,',
    '`assessments` and `processes` are lists before the sockets, an item a line. A socket has the index of its',
    '`assessment`, which has those of its `rule` and `checks`; an owner has the indices of its `processes`.',
    '`verify` stays with the socket.',
  ),
];

export const fleets: readonly string[] = [
  paragraph(
    'With `--format` `ecs`, `otel` or `ocsf`, `--json` and `--stream` print one object a line in the field names of',
    'the Elastic Common Schema, of OpenTelemetry or of the Open Cybersecurity Schema Framework. Lines of many hosts in',
    'one directory answer questions about all of them. On each host, once a day:',
  ),
  example(duckDb.line),
  paragraph('SQL for DuckDB:'),
];

export const metrics: readonly string[] = [
  paragraph(
    '`--metrics` prints one snapshot in the text format of Prometheus, all gauges, of the sockets that are shown. With',
    "a file, it is put there for node_exporter's textfile collector: whole or not at all, readable by everybody. With",
    '`-i` as well it goes on until a signal ends it; a later refresh or writing that fails leaves the file as it is.',
    'Sockets with equal labels are one listener. Of more than 200 listeners, exposed ones and worse verdicts come',
    'first.',
  ),
];

export const engines: readonly string[] = [
  paragraph('Engines that watch many hosts, and alert, take their data from one line each.'),
];

export const examples: readonly string[] = [
  paragraph('Watch all sockets, with all owners:'),
  example('sudo portwatch'),
  paragraph('Report, from cron(8), listeners that the network reaches and no rule vouches for:'),
  example('portwatch --once --filter is:exposed --fail-on learn'),
  paragraph('Accept what runs on a host that was just set up, and report from cron(8) what differs from it later:'),
  example('portwatch --accept --yes --note "set up"', 'portwatch --drift --fail-on drift'),
  paragraph('Assess the sockets that another machine printed:'),
  example('ssh web-01 ss -tunap | portwatch --input -'),
  paragraph('Print the facts that a bug report needs:'),
  example('portwatch --report'),
];

export const notes: readonly string[] = [
  paragraph(
    "Started by another user than root, portwatch shows every socket, but it cannot see who owns other users'",
    'sockets; the list shows `needs root` there.',
  ),
  paragraph(
    'In tmux(1), `y` reaches the clipboard only with `set -g set-clipboard on`, and Esc takes half a second unless',
    '`escape-time` is lower. After a `kill -9`, type `reset` to mend the terminal.',
  ),
];

export const seeAlso = [
  'lsof(8)',
  'netstat(8)',
  'ss(8)',
  'top(1)',
  'proc(5)',
  'services(5)',
  'sock_diag(7)',
  'tcp(7)',
  'udp(7)',
]
  .map(page => page.replace(/^(\w+)/, '\\fB$1\\fR'))
  .join(',\n');
