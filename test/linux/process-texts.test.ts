import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';
import {readFileSync} from 'node:fs';
import {test} from 'node:test';
import fc from 'fast-check';
import {
  firstMappedPath,
  parseBootTime,
  parseCommand,
  parseEffectiveUid,
  parseLayout,
  parseStat,
  startTime,
} from '../../source/linux/process-texts.ts';

const fields = '4 1 1 0 -1 4194560 0 0 0 0 0 0 0 0 20 0 3 0 8191 0 0';

test('fields count from the last bracket, whatever the name holds', () => {
  for (const name of [
    'sshd',
    'a) S 1',
    'x) Z 1 1',
    '(sd-pam)',
    'a)\n',
    ') R 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 99 (',
  ]) {
    const stat = parseStat(Buffer.from(`812 (${name}) S ${fields}\n`));
    assert.equal(stat?.startTicks, 8191, name);
    assert.equal(stat?.threads, 3);
    assert.equal(stat?.isZombie, false);
    assert.equal(stat?.isKernelThread, false);
    assert.equal(stat?.name, name.replace('\n', '\\x0a'));
  }
});

test('kernel threads and zombies are found by flag and state', () => {
  assert.equal(
    parseStat(Buffer.from('2 (kthreadd) S 0 0 0 0 -1 2129984 0 0 0 0 0 0 0 0 20 0 1 0 7 0'))?.isKernelThread,
    true,
  );
  assert.equal(parseStat(Buffer.from(`9 (x) Z ${fields}`))?.isZombie, true);
});

test('a name that is not UTF-8 keeps its bytes visibly', () => {
  const stat = parseStat(Buffer.concat([Buffer.from('812 (a'), Buffer.from([0xff]), Buffer.from(`) S ${fields}`)]));
  assert.equal(stat?.name, 'a\\xff');
});

test('text that is no stat is none', () => {
  for (const text of ['', '812', '812 (sshd', '812 (sshd) S', ')812('])
    assert.equal(parseStat(Buffer.from(text)), null);
});

test('the stat of this very process is read', () => {
  const stat = parseStat(readFileSync('/proc/self/stat'));
  const boot = parseBootTime(readFileSync('/proc/stat', 'latin1'));
  assert.ok(stat !== null && boot !== null);
  const started = boot + stat.startTicks * 10;
  assert.ok(Math.abs(started - (Date.now() - process.uptime() * 1000)) < 5_000);
  assert.equal(parseEffectiveUid(readFileSync('/proc/self/status', 'latin1')), process.geteuid?.());
});

test('arguments are joined by spaces, and hidden characters shown', () => {
  assert.equal(parseCommand(Buffer.from('nginx\0-g\0daemon off;\0')), 'nginx -g daemon off;');
  assert.equal(parseCommand(Buffer.from('a\0\x1b[8mb\0\0\0')), 'a \\x1b[8mb');
  assert.equal(parseCommand(Buffer.from('')), '');
});

test('a forged name does not forge the uid', () => {
  assert.equal(parseEffectiveUid('Name:\tUid:\\nUid:\\t0\\t0\nUmask:\t0022\nUid:\t1000\t1001\t0\t0\n'), 1001);
  assert.equal(parseEffectiveUid('Name:\tx\n'), null);
});

test('without a boot time there is none', () => {
  assert.equal(parseBootTime('cpu 1\nbtime 1700000000\nprocesses 4\n'), 1_700_000_000_000);
  assert.equal(parseBootTime('cpu 1\n'), null);
});

test('no name can forge a parent', () => {
  const parentOf = (name: string) => parseStat(Buffer.from(`8463 (${name}) S 4242 ${fields}`))?.parent;
  for (const name of ['x) Z 1 1', 'a) S 1', ')', '(', 'a b) R 7 (']) assert.equal(parentOf(name), 4242);
  fc.assert(fc.property(fc.string({maxLength: 15}), name => parentOf(name) === 4242));
});

test('a process starts so many ticks of 10 ms after the time of boot', () => {
  const stat = parseStat(Buffer.from(`812 (sshd) S ${fields}`));
  assert.equal(stat && startTime(stat, 1_000_000), 1_000_000 + 81_910);
});

test('the path of a mapped file is found by its inode, whatever bytes it has', () => {
  const maps = Buffer.from(
    '55d0-55d1 r--p 00000000 00:1f 12  /usr/lib/a b\\012(x)\n55d1-55d2 r-xp 00001000 00:1f 12  /usr/lib/second\n' +
      '7f00-7f01 rw-p 00000000 00:00 0 \n7f01-7f02 rw-p 00000000 00:00 0  [heap]\n',
  );
  assert.equal(String(firstMappedPath(maps, '99:12')), '/usr/lib/a b\n(x)');
  assert.equal(firstMappedPath(maps, '31:0'), null);
  assert.equal(firstMappedPath(maps, '31:13'), null);
});

test('a fork has the layout of its parent, and another program has one of its own', () => {
  const print = 'read -r line < /proc/self/stat; echo "$line"';
  const {stdout} = spawnSync('sh', ['-c', `${print}; (${print}); sh -c '${print}'`]);
  const layouts = stdout
    .toString('latin1')
    .trim()
    .split('\n')
    .map(line => parseLayout(Buffer.from(line, 'latin1')));
  assert.equal(typeof layouts[0], 'string');
  assert.equal(layouts[0], layouts[1]);
  assert.notEqual(layouts[0], layouts[2]);
});
