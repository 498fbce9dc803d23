import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {chmod, chown, mkdtemp, rm, symlink, writeFile} from 'node:fs/promises';
import {homedir, tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {suite, type TestContext, test} from 'node:test';
import {Failure} from '../../source/cli/failure.ts';
import {parseSettings, readSettings, settingsPath} from '../../source/cli/settings-file.ts';

const messageOf = (text: string): string => {
  try {
    parseSettings(text, '/home/ann/config.toml');
  } catch (error) {
    assert.ok(error instanceof Failure, String(error));
    return error.message;
  }
  throw new Error('it was taken');
};

suite('a mistake in a settings file is reported with file and line', () => {
  const wrong: readonly (readonly [why: string, text: string, message: RegExp])[] = [
    [
      'a value',
      'theme = "mono"\ninterval = "fast"\n',
      /^\/home\/ann\/config\.toml, line 2: interval takes seconds from/,
    ],
    [
      'an unknown key',
      '\n\nthem = "mono"\n',
      /, line 3: there is no setting "them"; there are interval, theme, .*services$/,
    ],
    ['an unknown table', 'interval = 1\n[colours]\nred = 1\n', /, line 2: there is no setting "colours"/],
    ['a quoted key', 'interval = 1\n"no such" = 1\n', /, line 2: there is no setting "no such"/],
    ['a dotted key', 'interval = 1\ntheme.name = "mono"\n', /, line 2: theme takes ansi/],
    ['a key with the signs of a pattern', 'interval = 1\n"a.*(b" = 1\n', /, line 2: there is no setting "a\.\*\(b"/],
    ['a name of every object', '__proto__ = 1\n', /, line 1: there is no setting "__proto__"/],
    [
      'a value in a table',
      'interval = 1\n\n[services]\n"99/tcp" = "no name"\n',
      /, line 3: services takes names by port/,
    ],
    ['no value', 'interval = 1\ntheme =\n', /, line 2: /],
    ['an open string', 'interval = 1\n\ntheme = "mono\n', /, line 3: /],
    ['a key that stands twice', 'interval = 1\ninterval = 2\n', /, line 2: /],
    ['no TOML at all', '{"interval": 2}\n', /, line 1: /],
    ['a key in the words of a terminal', '"\\u001b[2J\\u202e" = 1\n', /no setting "\\x1b\[2J\\u\{202e\}"/],
    ['an endless key', `${'k'.repeat(5000)} = 1\n`, /^.{1,400}$/],
  ];
  for (const [why, text, message] of wrong) {
    test(why, () => {
      assert.match(messageOf(text), message);
      assert.match(messageOf(text), /^[^\n]*$/, 'one line');
    });
  }

  test('an empty file, and one of comments alone, set nothing', () => {
    for (const text of ['', '\n', '# nothing yet\n', '\ufeff']) assert.deepEqual(parseSettings(text, 'x'), {}, text);
  });
});

test('the file is in $XDG_CONFIG_HOME where that is absolute, else in ~/.config', () => {
  assert.equal(settingsPath({XDG_CONFIG_HOME: '/etc/xdg'}), '/etc/xdg/portwatch/config.toml');
  for (const env of [{}, {XDG_CONFIG_HOME: ''}, {XDG_CONFIG_HOME: 'relative'}]) {
    assert.equal(settingsPath(env), join(homedir(), '.config/portwatch/config.toml'));
  }
});

async function fileWith(t: TestContext, text: string): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'portwatch-settings-'));
  t.after(() => rm(directory, {recursive: true}));
  const path = join(directory, 'config.toml');
  await writeFile(path, text, {mode: 0o644});
  return path;
}

const user = 1000;

suite('a settings file', () => {
  test('is read', async t => {
    const path = await fileWith(t, 'interval = 5\nhide-loopback = true\n');
    assert.deepEqual(await readSettings(path, user), {path, values: {interval: 5, hideLoopback: true}});
  });

  test('that is absent sets nothing', async t => {
    const path = await fileWith(t, '');
    for (const absent of [`${path}.none`, `${path}/below`]) {
      assert.deepEqual(await readSettings(absent, 0), {path: absent, values: {}, missing: 'not there'});
    }
  });

  test('that cannot be read is named', async t => {
    const path = join(await fileWith(t, ''), '..');
    await assert.rejects(readSettings(path, user), {message: `${path} cannot be read (EISDIR)`});
  });

  test('is named by its path where something in it is wrong', async t => {
    const path = await fileWith(t, '\ntheme = "pink"\n');
    await assert.rejects(readSettings(path, user), error => {
      return error instanceof Failure && error.message.startsWith(`${path}, line 2: theme takes ansi, `);
    });
  });
});

const isRoot = process.geteuid?.() === 0;

/** The warning about a file that root passes over: nothing of it counts. */
async function warningOf(path: string): Promise<string> {
  const {values, missing, warning} = await readSettings(path, 0);
  assert.deepEqual({values, missing}, {values: {}, missing: 'not trusted'});
  return warning ?? '';
}

suite('a settings file of root', {skip: isRoot ? false : 'needs root, to own the files'}, () => {
  test('is read where it is root’s alone to write', async t => {
    const path = await fileWith(t, 'interval = 5\n');
    assert.deepEqual((await readSettings(path, 0)).values, {interval: 5});
  });

  for (const mode of [0o664, 0o646, 0o666]) {
    test(`is passed over where others may write it: mode ${mode.toString(8)}`, async t => {
      const path = await fileWith(t, 'interval = 5\n');
      await chmod(path, mode);
      const warning = await warningOf(path);
      assert.ok(warning.startsWith(`${path} is passed over: others than root could change it: `), warning);
      assert.deepEqual((await readSettings(path, user)).values, {interval: 5}, 'a user reads it all the same');
    });
  }

  test('is passed over where it is another user’s, also by way of a link that is root’s', async t => {
    const path = await fileWith(t, 'interval = 5\n');
    await chown(path, user, user);
    const link = `${path}.link`;
    await symlink(path, link);
    for (const each of [path, link]) await warningOf(each);
  });

  test('is passed over where others may write a directory above it, and put another file there', async t => {
    const path = await fileWith(t, 'interval = 5\n');
    const directory = dirname(path);
    await chmod(directory, 0o777);
    const warning = await warningOf(path);
    assert.ok(warning.includes(` change it, by way of ${directory}: `), warning);
    assert.deepEqual((await readSettings(path, user)).values, {interval: 5}, 'a user reads it all the same');
    await chmod(directory, 0o1777);
    assert.deepEqual((await readSettings(path, 0)).values, {interval: 5}, 'nobody can replace it there');
    await chown(directory, user, user);
    await warningOf(path);
    const link = await fileWith(t, '');
    await rm(link);
    await symlink(path, link);
    await warningOf(link);
  });

  test('is read by way of a link that is root’s', async t => {
    const path = await fileWith(t, 'interval = 5\n');
    await symlink(path, `${path}.link`);
    assert.deepEqual((await readSettings(`${path}.link`, 0)).values, {interval: 5});
  });

  test('is not there where a link leads to nothing', async t => {
    const path = join(dirname(await fileWith(t, '')), 'dangling.toml');
    await symlink('/tmp/portwatch-no-such-file', path);
    assert.deepEqual(await readSettings(path, 0), {path, values: {}, missing: 'not there'});
  });

  test('is not waited for where it is a pipe of another user', async t => {
    const path = await fileWith(t, '');
    await rm(path);
    execFileSync('mkfifo', [path]);
    await chown(path, user, user);
    await warningOf(path);
  });

  test('is passed over before anything in it is reported', async t => {
    const path = await fileWith(t, 'secret = "of another user"\n');
    await chown(path, user, user);
    assert.doesNotMatch(await warningOf(path), /secret/);
  });
});
