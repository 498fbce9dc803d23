import assert from 'node:assert/strict';
import {suite, test} from 'node:test';
import {columnIds} from '../../source/app/table/column-widths.ts';
import {Failure} from '../../source/cli/failure.ts';
import {parseCommandLine} from '../../source/cli/options.ts';
import {fallbacks, type SettingName, settingNames, settings} from '../../source/cli/settings.ts';
import {parseSettings} from '../../source/cli/settings-file.ts';
import {UsageError} from '../../source/cli/usage-error.ts';
import {sources} from '../../source/collect/open-collector.ts';
import {themeNames} from '../../source/screens/text/themes.ts';

const ids = sources.map(({id}) => id);

/** Allowed values of each setting: in the file, as options, and their meaning. */
const allowed: readonly (readonly [name: SettingName, toml: string, options: readonly string[], value: unknown])[] = [
  ['interval', '0.2', ['--interval', '0.2'], 0.2],
  ['interval', '3600', ['-i', '3600'], 3600],
  ['interval', '"1.5"', ['-i1.5'], 1.5],
  ['interval', '5e-1', ['--interval=.5'], 0.5],
  ...themeNames.map(name => ['theme', `"${name}"`, ['--theme', name], name] as const),
  ['hideLoopback', 'true', ['--hide-loopback'], true],
  ['hideLoopback', 'true', ['-L'], true],
  ['compact', 'true', ['--compact'], true],
  ['compact', 'false', ['--no-compact'], false],
  ['hideLoopback', 'false', ['--no-hide-loopback'], false],
  ...columnIds.map(column => ['sort', `"${column}"`, ['-s', column], {column, reversed: false}] as const),
  ['sort', '"-user"', ['--sort', '-user'], {column: 'user', reversed: true}],
  ['sort', '""', ['--sort='], null],
  ['columns', '["proto"]', ['--columns', 'proto'], ['proto']],
  ['columns', '"user,age"', ['--columns', 'user,age'], ['user', 'age']],
  ['columns', JSON.stringify(columnIds), ['--columns', columnIds.join(',')], columnIds],
  ['bell', 'true', ['--bell'], true],
  ['bell', 'false', ['--no-bell'], false],
  ['netns', '"host"', ['--netns', 'host'], 'host'],
  ['netns', '"net:[4026532251]"', ['--netns=net:[4026532251]'], 'net:[4026532251]'],
  ['services', '{"9443/tcp" = "portainer"}', ['--services', '9443/tcp=portainer'], {'9443/tcp': 'portainer'}],
  [
    'services',
    '{"1/udp" = "a", "65535/tcp" = "b-c.d_e"}',
    ['--services', '1/udp=a,65535/tcp=b-c.d_e'],
    {'1/udp': 'a', '65535/tcp': 'b-c.d_e'},
  ],
];

suite('a setting that is allowed means the same in the file and as an option', () => {
  for (const [name, toml, options, value] of allowed) {
    const {key} = settings[name];
    test(`${key} = ${toml}, ${options.join(' ')}`, async () => {
      assert.deepEqual(parseSettings(`${key} = ${toml}\n`, 'config.toml'), {[name]: value});
      assert.deepEqual((await parseCommandLine(options, ids)).settings, {[name]: value});
    });
  }

  test('each of them is in this list', () => {
    assert.deepEqual([...new Set(allowed.map(([name]) => name))].sort(), [...settingNames].sort());
  });

  test('own names of ports may be a table of the file', () => {
    const text = 'interval = 1\n\n[services]\n"9443/tcp" = "portainer"\n"8006/tcp" = "proxmox"\n';
    const services = {'9443/tcp': 'portainer', '8006/tcp': 'proxmox'};
    assert.deepEqual(parseSettings(text, 'config.toml'), {interval: 1, services});
  });
});

/** Values that are not allowed; null where there is no form of this kind. */
const refused: readonly (readonly [name: SettingName, toml: string | null, option: string | null])[] = [
  ['interval', '0.1', '0.1'],
  ['interval', '3601', '3601'],
  ['interval', '-2', '-2'],
  ['interval', 'nan', 'nan'],
  ['interval', 'inf', 'Infinity'],
  ['interval', '"soon"', 'soon'],
  ['interval', '""', ''],
  ['interval', 'true', '0x10'],
  ['interval', '[2]', '2s'],
  ['interval', '1979-05-27', '1e1'],
  ['theme', '"pink"', 'pink'],
  ['theme', '"ANSI"', 'ANSI'],
  ['theme', '1', ''],
  ['theme', '"toString"', 'toString'],
  ['hideLoopback', '"true"', null],
  ['hideLoopback', '1', null],
  ['compact', '"yes"', null],
  ['sort', '"colour"', 'colour'],
  ['sort', '"--port"', '--port'],
  ['sort', 'false', '-'],
  ['columns', '[]', ''],
  ['columns', '["proto", "colour"]', 'proto,colour'],
  ['columns', '[1]', 'proto,,user'],
  ['columns', '{proto = true}', 'proto user'],
  ['services', '{"9443" = "portainer"}', '9443=portainer'],
  ['services', '{"9443/sctp" = "portainer"}', '9443/sctp=portainer'],
  ['services', '{"0/tcp" = "none"}', '0/tcp=none'],
  ['services', '{"65536/tcp" = "none"}', '65536/tcp=none'],
  ['services', '{"09443/tcp" = "none"}', '09443/tcp=none'],
  ['services', '{"9443/tcp" = "two words"}', '9443/tcp=two words'],
  ['services', '{"9443/tcp" = ""}', '9443/tcp='],
  ['services', '{"9443/tcp" = 1}', '9443/tcp'],
  ['services', '{"9443/tcp" = "\\u001b[2J"}', '9443/tcp=\x1b[2J'],
  ['services', '["9443/tcp=portainer"]', '9443/tcp=portainer,'],
  ['services', '1979-05-27', '9443/tcp=portainer=more'],
  ['services', `{"9443/tcp" = "${'x'.repeat(33)}"}`, ''],
];

suite('a setting that is not allowed is refused in the file and as an option, with the allowed values', () => {
  for (const [name, toml, option] of refused) {
    const {key, allowed: words, allowedAsOption = words} = settings[name];
    test(`${key}: ${toml}, ${option}`, async () => {
      if (toml !== null) {
        assert.throws(
          () => parseSettings(`# a comment\n\n${key} = ${toml}\n`, '/etc/config.toml'),
          error => error instanceof Failure && error.message === `/etc/config.toml, line 3: ${key} takes ${words}`,
        );
      }
      if (option !== null) {
        await assert.rejects(
          parseCommandLine([`--${key}`, option], ids),
          error =>
            error instanceof UsageError && error.message === `--${key} takes ${allowedAsOption}, not "${option}"`,
        );
      }
    });
  }
});

test('a refusal shows own names of ports as they are typed: as TOML in the file, bare as an option', async () => {
  const toml = '"9443/tcp" = "portainer"';
  assert.ok(settings.services.allowed.endsWith(`as ${toml}`));
  assert.throws(() => parseSettings('services = 1', 'x'), new RegExp(`as ${toml}$`));
  await assert.rejects(parseCommandLine(['--services', 'x'], ids), {
    message: '--services takes names by port and protocol, as 9443/tcp=portainer, not "x"',
  });
});

test('the allowed values name every theme and every column', () => {
  for (const name of themeNames) assert.ok(settings.theme.allowed.includes(name));
  for (const id of columnIds) assert.ok(settings.sort.allowed.includes(id));
  for (const id of columnIds) assert.ok(settings.columns.allowed.includes(id));
});

test('every default is itself allowed', () => {
  for (const name of settingNames) {
    if (fallbacks[name] === null) continue;
    const given = name === 'sort' ? '' : fallbacks[name];
    assert.deepEqual(settings[name].read(given), fallbacks[name], name);
  }
});
