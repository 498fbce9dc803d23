import assert from 'node:assert/strict';
import {test} from 'node:test';
import fc from 'fast-check';
import {columnIds} from '../../source/app/table/column-widths.ts';
import {configText, mergeSettings} from '../../source/cli/merge-settings.ts';
import {fallbacks, type SettingValues, settingNames} from '../../source/cli/settings.ts';
import {type FileSettings, parseSettings} from '../../source/cli/settings-file.ts';
import {themeNames} from '../../source/screens/text/themes.ts';
import {anyText} from '../helpers/arbitrary.ts';

const none = {path: '/home/ann/.config/portwatch/config.toml', values: {}};

test('options win over the file, and the file over the defaults', () => {
  const file = {...none, values: {interval: 5, theme: 'mono'} as const};
  const merged = mergeSettings({interval: 1, hideLoopback: false}, file);
  assert.deepEqual(merged, {...fallbacks, interval: 1, theme: 'mono', hideLoopback: false});
});

test('an option of false wins over a file with true', () => {
  assert.equal(mergeSettings({hideLoopback: false}, {...none, values: {hideLoopback: true}}).hideLoopback, false);
});

test('without options and file the defaults are in force', () => {
  assert.deepEqual(mergeSettings({}, none), {
    interval: 2,
    netns: 'all',
    theme: 'ansi',
    hideLoopback: false,
    compact: 'auto',
    sort: null,
    columns: null,
    bell: true,
    services: {},
  });
});

test('the settings in force are printed with the origin of each', () => {
  const file = {...none, values: {theme: 'mono', services: {'9443/tcp': 'portainer'}} as const};
  assert.deepEqual(configText({interval: 0.5, sort: {column: 'user', reversed: true}}, file).split('\n'), [
    `# ${none.path}`,
    'interval = 0.5  # option --interval',
    `theme = "mono"  # ${none.path}`,
    'hide-loopback = false  # default',
    'compact = "auto"  # default',
    'sort = "-user"  # option --sort',
    `columns = ${JSON.stringify(columnIds)}  # default`,
    'netns = "all"  # default',
    'bell = true  # default',
    `services = { "9443/tcp" = "portainer" }  # ${none.path}`,
  ]);
});

test('the file is named with the reason where it is not there, or not readable', () => {
  const head = (file: FileSettings) => configText({}, file).split('\n')[0];
  assert.equal(head(none), `# ${none.path}`);
  assert.equal(head({...none, missing: 'not there'}), `# ${none.path} (not there)`);
  assert.equal(head({...none, missing: 'not readable'}), `# ${none.path} (not readable)`);
});

const values: fc.Arbitrary<SettingValues> = fc.record({
  interval: fc.double({min: 0.2, max: 3600, noNaN: true}),
  theme: fc.constantFrom(...themeNames),
  hideLoopback: fc.boolean(),
  bell: fc.boolean(),
  compact: fc.constantFrom(true, false, 'auto' as const),
  sort: fc.option(fc.record({column: fc.constantFrom(...columnIds), reversed: fc.boolean()}, {noNullPrototype: true})),
  columns: fc.option(fc.subarray([...columnIds], {minLength: 1})),
  netns: fc.string({minLength: 1}),
  services: fc.dictionary(
    fc.tuple(fc.integer({min: 1, max: 65_535}), fc.constantFrom('tcp', 'udp')).map(([port, name]) => `${port}/${name}`),
    fc.stringMatching(/^[\w.-]{1,32}$/),
    {maxKeys: 5},
  ),
});

/** All columns and no list of columns are the same. */
const plain = (merged: SettingValues): SettingValues => ({
  ...merged,
  columns: merged.columns ?? columnIds,
  services: {...merged.services},
});

test('the printed settings are a settings file that reads back to the same', () => {
  fc.assert(
    fc.property(values, fc.subarray([...settingNames]), anyText, (all, fromOptions, path) => {
      const options = Object.fromEntries(fromOptions.map(name => [name, all[name]]));
      const printed = configText(options, {path: `/${path}`, values: all});
      const read = mergeSettings({}, {path: '', values: parseSettings(printed, 'notified')});
      assert.deepEqual(plain(read), plain(all));
    }),
  );
});
