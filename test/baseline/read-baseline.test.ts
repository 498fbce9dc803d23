import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {chmodSync, chownSync, mkdirSync, symlinkSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {suite, test} from 'node:test';
import {baselinePath} from '../../source/baseline/baseline-path.ts';
import {readBaseline} from '../../source/baseline/read-baseline.ts';
import {fileWith, options, ownDirectory, ssh} from './files.ts';

const isRoot = process.geteuid?.() === 0;

const reasonOf = (path: string, euid = options.euid): string => {
  const reading = readBaseline(path, {...options, euid});
  return reading.kind === 'unread' ? reading.reason : reading.kind;
};

test('a baseline is read with its path; without a file there is none', t => {
  const path = fileWith(t, ssh);
  const reading = readBaseline(path, options);
  assert.ok(reading.kind === 'read');
  assert.equal(reading.text, ssh);
  assert.equal(reading.baseline.path, path);
  assert.deepEqual(
    reading.baseline.blocks.map(({lines}) => lines),
    [{first: 1, last: 3}],
  );
  assert.equal(reasonOf(`${path}.no`), 'absent');
  assert.equal(reasonOf(`${path}/no`), 'absent');
  assert.equal(reasonOf(join(dirname(path), 'no/such/file')), 'absent');
});

suite('a mistake is reported with file, line and reason', () => {
  test('of the text', t => {
    const path = fileWith(t, `${ssh}colour = "red"\n`);
    assert.match(reasonOf(path), /^\/.*baseline\.toml, line 4: \[\[listener\]\] has no key "colour"; it has proto/);
  });

  test('of bytes that are no UTF-8', t => {
    const latin = Buffer.from(`# é\n${ssh}note = "Müller"\n`, 'utf8');
    assert.equal(reasonOf(fileWith(t, latin)), 'read');
    assert.match(
      reasonOf(fileWith(t, Buffer.from(`# a\r\n${ssh}note = "M\xfcller"\n`, 'latin1'))),
      /, line 5: it is not UTF-8$/,
    );
    assert.match(reasonOf(fileWith(t, Buffer.from('# \xc3', 'latin1'))), /, line 1: it is not UTF-8$/);
  });

  test('of a file of more than 4 MB', t => {
    assert.match(reasonOf(fileWith(t, '#'.repeat((4 << 20) + 1))), /baseline\.toml: it is larger than 4 MB/);
    assert.equal(reasonOf(fileWith(t, '#'.repeat(4 << 20))), 'read');
  });
});

suite('a file that is no file, or that others could change, is refused', () => {
  test('a FIFO, a directory, a device', t => {
    const directory = ownDirectory(t);
    execFileSync('mkfifo', [join(directory, 'fifo')]);
    for (const path of [join(directory, 'fifo'), directory, '/dev/zero']) {
      assert.equal(reasonOf(path), `${path}: it is no file: name another one with --baseline`);
    }
  });

  test('a group or everybody may write it', t => {
    const path = fileWith(t, ssh);
    for (const mode of [0o620, 0o602, 0o666]) {
      chmodSync(path, mode);
      assert.equal(reasonOf(path), `${path}: others may write it: run chmod go-w ${path}`);
    }
    chmodSync(path, 0o644);
    assert.equal(reasonOf(path), 'read');
  });

  test('everybody may write a directory above it', t => {
    const directory = ownDirectory(t);
    mkdirSync(join(directory, 'open'));
    mkdirSync(join(directory, 'open/own'));
    const path = join(directory, 'open/own/baseline.toml');
    writeFileSync(path, ssh, {mode: 0o600});
    assert.equal(reasonOf(path), 'read');
    chmodSync(join(directory, 'open'), 0o777);
    const reason = `others may write the directory ${directory}/open: run chmod go-w ${directory}/open`;
    assert.equal(reasonOf(path), `${path}: ${reason}`);
    const link = join(directory, 'link.toml');
    symlinkSync(path, link);
    assert.equal(reasonOf(link), `${link}: ${reason}`);
    chmodSync(join(directory, 'open'), 0o755);
    assert.equal(reasonOf(link), 'read', 'a link that nobody else may change is followed');
  });

  test('it belongs to another user', {skip: !isRoot && 'needs root'}, t => {
    const path = fileWith(t, ssh);
    chownSync(path, 1234, 1234);
    assert.equal(reasonOf(path), `${path}: it belongs to another user (user ID 1234): give it to root with chown`);
    chownSync(dirname(path), 1234, 1234);
    assert.equal(reasonOf(path, 1234), 'read', 'a file of the user');
    assert.match(
      reasonOf(path, 4321),
      /: the directory \S+ belongs to another user \(user ID 1234\): give it to you or root/,
    );
    chownSync(path, 0, 0);
    assert.equal(reasonOf(path, 1234), 'read', 'a file of root');
  });

  test('on a system without user IDs rights do not count', t => {
    const path = fileWith(t, ssh);
    chmodSync(path, 0o666);
    assert.equal(readBaseline(path, {...options, euid: null}).kind, 'read');
  });
});

test('a file that this user may not read is reported as that', {skip: !isRoot && 'needs root'}, t => {
  const path = fileWith(t, ssh);
  chmodSync(dirname(path), 0o755);
  process.seteuid?.(65_534);
  try {
    assert.equal(reasonOf(path), `${path}: this user may not read it: run as root, or name another file`);
  } finally {
    process.seteuid?.(0);
  }
});

test('root has its baseline in /etc, a user in $XDG_CONFIG_HOME or ~/.config', () => {
  assert.equal(baselinePath({XDG_CONFIG_HOME: '/x'}, 0), '/etc/portwatch/baseline.toml');
  assert.equal(baselinePath({XDG_CONFIG_HOME: '/x'}, 1000), '/x/portwatch/baseline.toml');
  for (const env of [{}, {XDG_CONFIG_HOME: ''}, {XDG_CONFIG_HOME: 'relative'}]) {
    assert.match(baselinePath(env, 1000), /^\/.*\/\.config\/portwatch\/baseline\.toml$/);
  }
});
