import assert from 'node:assert/strict';
import {test} from 'node:test';
import {columnIds} from '../../source/app/table/column-widths.ts';
import {helpText} from '../../source/cli/help-text.ts';
import {longName, typed} from '../../source/cli/option-spelling.ts';
import {type Command, parseCommandLine} from '../../source/cli/options.ts';
import {allOptions} from '../../source/cli/options-table.ts';
import {fallbacks} from '../../source/cli/settings.ts';
import {UsageError} from '../../source/cli/usage-error.ts';
import {sources} from '../../source/collect/open-collector.ts';
import {liveSources} from '../../source/domain/snapshot.ts';
import {trusted} from '../../source/domain/text.ts';

const parse = (line: string): Promise<Command> =>
  parseCommandLine(
    line.split(' ').filter(word => word !== ''),
    ['netlink', 'procfs'],
  );

/** The fields of a command, sets as arrays, with the defaults of settings that no option sets. */
const flat = ({typeFilter, settings, given: _, ...rest}: Command) => ({
  ...rest,
  ...fallbacks,
  ...settings,
  ...typeFilter,
  protocols: [...typeFilter.protocols],
  families: [...typeFilter.families],
});
const nothing = flat(await parse(''));

test('no option is the monitor, a poll of everything every two seconds', () => {
  assert.deepEqual(
    [nothing.mode, nothing.interval, nothing.protocols, nothing.families, nothing.listening, nothing.hideLoopback],
    ['monitor', 2, [], [], false, false],
  );
  assert.deepEqual(
    [nothing.color, nothing.ascii, nothing.numeric, nothing.collector, nothing.failOn],
    [true, false, false, null, null],
  );
});

const lines: readonly (readonly [line: string, changes: Partial<ReturnType<typeof flat>>])[] = [
  ['--once', {mode: 'once'}],
  ['--json', {mode: 'json'}],
  ['--rules', {mode: 'rules'}],
  ['--report', {mode: 'report'}],
  ['--version', {mode: 'version'}],
  ['--help', {mode: 'help'}],
  ['-h', {mode: 'help'}],
  ['-th', {mode: 'help', protocols: ['tcp']}],
  ['--help --once', {mode: 'help'}],
  ['--completions zsh', {mode: 'completions', shell: 'zsh'}],
  ['--once --once', {mode: 'once'}],
  ['--metrics', {mode: 'metrics'}],
  ['--metrics -', {mode: 'metrics'}],
  ['--metrics=-', {mode: 'metrics'}],
  ['--metrics -t', {mode: 'metrics', protocols: ['tcp']}],
  ['-t --metrics', {mode: 'metrics', protocols: ['tcp']}],
  ['--metrics portwatch.prom', {mode: 'metrics', metricsFile: 'portwatch.prom'}],
  ['--metrics=portwatch.prom -t', {mode: 'metrics', metricsFile: 'portwatch.prom', protocols: ['tcp']}],
  ['--metrics portwatch.prom -i 15', {mode: 'metrics', metricsFile: 'portwatch.prom', interval: 15}],
  ['-i 15 --metrics=-x.prom', {mode: 'metrics', metricsFile: '-x.prom', interval: 15}],
  ['--input x --metrics', {mode: 'metrics', input: 'x'}],
  ['-i 5', {interval: 5}],
  ['-i5', {interval: 5}],
  ['--interval 0.2', {interval: 0.2}],
  ['--interval=.5', {interval: 0.5}],
  ['-i 3600', {interval: 3600}],
  ['-L', {hideLoopback: true}],
  ['--hide-loopback', {hideLoopback: true}],
  ['-t', {protocols: ['tcp']}],
  ['--tcp', {protocols: ['tcp']}],
  ['--udp', {protocols: ['udp']}],
  ['-4', {families: [4]}],
  ['-6', {families: [6]}],
  ['-46', {families: [4, 6]}],
  ['-tu4l', {protocols: ['tcp', 'udp'], families: [4], listening: true}],
  ['-ti5', {protocols: ['tcp'], interval: 5}],
  ['-ti=5', {protocols: ['tcp'], interval: 5}],
  ['-ti 5', {protocols: ['tcp'], interval: 5}],
  ['-l', {listening: true}],
  ['--listening', {listening: true}],
  ['-n', {numeric: true}],
  ['--numeric', {numeric: true}],
  ['--once --fail-on suspect', {mode: 'once', failOn: 'suspect'}],
  ['--fail-on=learn --json', {mode: 'json', failOn: 'learn'}],
  ['--drift', {mode: 'drift'}],
  ['--drift --fail-on drift', {mode: 'drift', failOn: 'drift'}],
  ['--accept', {mode: 'accept'}],
  ['--accept --yes --note ticket', {mode: 'accept', yes: true, note: trusted('ticket')}],
  ['--accept --note=', {mode: 'accept'}],
  ['--json --format normalized', {mode: 'json', format: 'normalized'}],
  ['--stream --format=otel', {mode: 'stream', format: 'otel'}],
  ['--log -t', {mode: 'log', protocols: ['tcp']}],
  ['--no-color', {color: false}],
  ['--ascii', {ascii: true}],
  ['--collector procfs', {collector: 'procfs'}],
  ['--baseline /srv/b.toml --once', {mode: 'once', baseline: '/srv/b.toml'}],
];

for (const [line, changes] of lines) {
  test(`"${line}" changes ${Object.keys(changes).join(' and ')}, and nothing else`, async () => {
    assert.deepEqual(flat(await parse(line)), {...nothing, ...changes});
  });
}

test('options that were given are named without their values, in the order of the table', async () => {
  assert.deepEqual((await parse('-f port:22 --no-color --sort= -t --no-hide-loopback --once')).given, [
    '--once',
    '--hide-loopback',
    '--tcp',
    '--filter',
    '--sort',
    '--no-color',
  ]);
  assert.deepEqual((await parse('')).given, []);
});

test('an empty filter is none', async () => {
  for (const words of [['-f', ''], ['--filter', ''], ['--filter='], ['-tf', '']]) {
    assert.equal((await parseCommandLine(words, [])).filter.text, '', words.join(' '));
  }
});

const wrong: readonly (readonly [line: string, message: RegExp])[] = [
  ['-i', /^--interval takes seconds from 0\.2 to 3600, not ""$/],
  ['-i 0.1', /not "0\.1"$/],
  ['-i 3601', /not "3601"$/],
  ['-i -1', /not "-1"$/],
  ['-i abc', /not "abc"$/],
  ['-i 1e3', /not "1e3"$/],
  ['-i 0x10', /not "0x10"$/],
  ['-i NaN', /not "NaN"$/],
  ['-f', /^--filter needs a value, <query>$/],
  ['--once --fail-on learn -f', /^--filter needs a value, <query>$/],
  ['-tf', /^--filter needs a value, <query>$/],
  ['--filter', /^--filter needs a value, <query>$/],
  ['-s', /^--sort needs a value, <column>$/],
  ['-i 1 -i 2', /^option --interval can be given only once$/],
  ['--once --fail-on explained', /^--fail-on takes learn, suspect, drift, not "explained"$/],
  ['--once --fail-on', /^--fail-on takes learn, suspect, drift/],
  ['--once --fail-on learn --fail-on learn', /^option --fail-on can be given only once$/],
  ['--fail-on suspect', /^--fail-on needs --once, --json or --drift$/],
  ['--stream --fail-on drift', /^--fail-on needs --once, --json or --drift$/],
  ['--accept --fail-on learn', /^--fail-on needs --once, --json or --drift$/],
  ['--yes', /^--yes needs --accept$/],
  ['--drift --yes', /^--yes needs --accept$/],
  ['--once --note x', /^--note needs --accept$/],
  ['--accept --note', /^--note needs a value, <text>$/],
  ['--accept --drift', /^--drift and --accept exclude each other$/],
  ['--accept --read-only', /^--read-only and --accept exclude each other$/],
  ['--accept --input x', /^--input and --accept exclude each other: saved text has names, not programs$/],
  ['--baseline', /^--baseline takes a file$/],
  ['--once --baseline a --baseline b', /^option --baseline can be given only once$/],
  ['--input=', /^--input takes a file, or - for standard input$/],
  ['--collector saved', /^--collector takes netlink, procfs, not "saved"$/],
  ['--once --json', /^--once and --json exclude each other$/],
  ['--completions', /^--completions takes bash, zsh, fish, not ""$/],
  ['--completions tcsh', /^--completions takes bash, zsh, fish, not "tcsh"$/],
  ['--print-config --completions=bash', /^--print-config and --completions exclude each other$/],
  ['--input x --stream', /^--input and --stream exclude each other: saved text does not change$/],
  ['--input x --log', /^--input and --log exclude each other: saved text does not change$/],
  ['--log --stream', /^--stream and --log exclude each other$/],
  ['--json --format csv', /^--format takes portwatch, normalized, ecs, otel, ocsf, not "csv"$/],
  ['--stream --format normalized', /^--format normalized needs --json: each line of --stream stands by itself$/],
  ['--once --format ecs', /^--format needs --json or --stream$/],
  ['--log --format ecs', /^--format needs --json or --stream$/],
  ['--json --rules', /^--json and --rules exclude each other$/],
  ['--input x --report', /^--input and --report exclude each other$/],
  ['--metrics=', /^--metrics takes a file, or - for standard output$/],
  ['--metrics -i 5', /^--metrics with --interval needs a file: standard output takes one snapshot$/],
  [
    '--input x --metrics y -i 5',
    /^--input and --metrics with --interval exclude each other: saved text does not change$/,
  ],
  ['--metrics x --fail-on learn', /^--fail-on needs --once, --json or --drift$/],
  ['--metrics x y', /^there is nothing to do with "y"/],
  ['--metrics --json', /^--json and --metrics exclude each other$/],
  ['--metrics x --metrics y', /^option --metrics can be given only once$/],
  ['--no-metrics', /^unknown option --no-metrics$/],
  ['--bogus', /^unknown option --bogus$/],
  ['--hide-loop', /^unknown option --hide-loop$/],
  ['--no-bogus', /^unknown option --no-bogus$/],
  ['--no-once', /^unknown option --no-once$/],
  ['--no-filter', /^unknown option --no-filter$/],
  ['--hideLoopback', /^unknown option --hideLoopback$/],
  ['--tcp.x=3', /^unknown option --tcp\.x$/],
  ['--once=3', /^--once takes no value$/],
  ['--once=', /^--once takes no value$/],
  ['--once=true', /^--once takes no value$/],
  ['--version=1', /^--version takes no value$/],
  ['--no-color=3', /^--no-color takes no value$/],
  ['--no-hide-loopback=x', /^--no-hide-loopback takes no value$/],
  ['-t=5', /^-t takes no value$/],
  ['-tl=5', /^-l takes no value$/],
  ['-t5', /^unknown option -5$/],
  ['-=', /^unknown option -=$/],
  ['--ascii false', /^there is nothing to do with "false"/],
  ['-', /^there is nothing to do with "-"/],
  ['--', /^there is nothing to do with "--"/],
  ['-z', /^unknown option -z$/],
  ['-tuz', /^unknown option -z$/],
  ['file', /^there is nothing to do with "file"/],
  ['--once file', /^there is nothing to do with "file"/],
  ['-- file', /^there is nothing to do with "file"/],
];

for (const [line, message] of wrong) {
  test(`"${line}" is refused, with the reason in one line`, async () => {
    await assert.rejects(parse(line), error => {
      assert.ok(error instanceof UsageError);
      assert.match(error.message, message);
      assert.doesNotMatch(error.message, /\n/);
      return true;
    });
  });
}

test('the help lists every option as it is typed, with words', () => {
  const text = helpText().split('\n');
  for (const record of allOptions) {
    const line = text.find(each => each.includes(typed(record)));
    assert.ok(line?.endsWith(record.help), typed(record));
  }
  for (const line of text) assert.ok(line.length <= 130, line);
});

test('the help lists every column', () => {
  for (const id of columnIds) assert.match(helpText(), new RegExp(`^Columns: .*\\b${id}\\b`, 'm'));
});

test('every live source has a name in the table of options', () => {
  assert.deepEqual(
    sources.map(({id}) => id),
    liveSources,
  );
});

test('no two options share a name or a letter', () => {
  const names = allOptions.flatMap(({name, short}) => [name, ...(short === undefined ? [] : [short])]);
  assert.equal(new Set(names).size, names.length);
});

test('options are typed as the contract has them', () => {
  const all = allOptions.map(record => typed(record));
  for (const each of ['-i, --interval <seconds>', '-L, --hide-loopback', '-t, --tcp', '-4', '--fail-on <verdict>']) {
    assert.ok(all.includes(each), each);
  }
  assert.equal(longName({name: 'failOn', help: ''}), '--fail-on');
});
