import assert from 'node:assert/strict';
import {spawn} from 'node:child_process';
import {createHash} from 'node:crypto';
import {once} from 'node:events';
import {readFileSync, truncateSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {type TestContext, test} from 'node:test';
import {createAcceptor} from '../../source/baseline/acceptor.ts';
import {readBaseline} from '../../source/baseline/read-baseline.ts';
import type {Block, Draft, PlacedBlock} from '../../source/domain/baseline.ts';
import {trusted} from '../../source/domain/text.ts';
import {readProcessStart} from '../../source/linux/process-start.ts';
import {conversation, listener} from './blocks.ts';
import {fileWith, options, ownDirectory, ssh} from './files.ts';

const describe = (block: Block) => trusted(`tcp ${block.kind === 'listener' ? block.port : `to ${block.peerPort}`}`);
const acceptorOf = (path: string) => createAcceptor(path, {...options, describe});
const draftOf = (block: Block, parts: Partial<Draft> = {}): Draft => ({block, hashed: null, replaces: null, ...parts});

const blocksIn = (path: string): readonly PlacedBlock[] => {
  const reading = readBaseline(path, options);
  assert.ok(reading.kind === 'read');
  return reading.baseline.blocks;
};

const sha256 = (path: string): string => createHash('sha256').update(readFileSync(path)).digest('hex');

/** A process that runs until the test ends. */
async function running(t: TestContext): Promise<{readonly pid: number; readonly startedAt: number}> {
  const child = spawn('/bin/sleep', ['600']);
  t.after(() => child.kill());
  await once(child, 'spawn');
  const {pid = 0} = child;
  const startedAt = await readProcessStart(pid);
  assert.ok(startedAt !== null);
  return {pid, startedAt};
}

test('the first acceptance has its meaning in a sentence, later ones their sockets', async t => {
  const path = join(ownDirectory(t), 'portwatch/baseline.toml');
  const {accept} = acceptorOf(path);
  assert.equal(
    await accept([draftOf(listener())]),
    `accepted tcp 8443 (written to ${path}): ` +
      'from now on a listener that is new, or a socket that is no longer as accepted, is marked',
  );
  assert.equal(
    await accept([draftOf(conversation()), draftOf(listener({port: 22}))]),
    `accepted tcp to 5432, tcp 22 (written to ${path})`,
  );
  assert.equal(
    await accept([1, 2, 3, 4].map(port => draftOf(listener({port})))),
    `accepted 4 sockets (written to ${path})`,
  );
  assert.equal(blocksIn(path).length, 7);
});

test('a block of another acceptance is replaced, or withdrawn', async t => {
  const path = fileWith(t, `# mine\n${ssh}`);
  const {accept, withdraw} = acceptorOf(path);
  const [replaces] = blocksIn(path);
  assert.ok(replaces);
  await accept([draftOf(listener({port: 22, user: 'root'}), {replaces})]);
  assert.equal(readFileSync(path, 'utf8'), `# mine\n${ssh}user = "root"\n`);
  assert.equal(
    await accept([draftOf(listener({port: 22, user: 'ann'}), {replaces})]),
    `not accepted: ${path}: the block is no longer there: the file was changed meanwhile`,
  );
  const [placed] = blocksIn(path);
  assert.ok(placed);
  assert.equal(await withdraw(placed), `tcp 22 is no longer accepted (written to ${path})`);
  assert.equal(readFileSync(path, 'utf8'), '# mine\n');
  assert.match(await withdraw(placed), /^not withdrawn: \S+: the block is no longer there/);
});

test('a file that is broken is not written', async t => {
  const path = fileWith(t, 'listen = 1\n');
  assert.match(
    await acceptorOf(path).accept([draftOf(listener())]),
    /^not accepted: \S+, line 1: there is no "listen"/,
  );
  assert.equal(readFileSync(path, 'utf8'), 'listen = 1\n');
});

test('the checksum is of the executable, or of the script, of the very process', async t => {
  const path = join(ownDirectory(t), 'baseline.toml');
  const script = join(dirname(path), 'x.py');
  writeFileSync(script, 'print(1)\n');
  const process = await running(t);
  const {accept} = acceptorOf(path);
  const exe = '/bin/sleep';
  const message = await accept([
    draftOf(listener({port: 1, exe}), {hashed: {...process, script: null}}),
    draftOf(listener({port: 2, exe, script}), {hashed: {...process, script: trusted(script)}}),
    draftOf(conversation({exe}), {hashed: {...process, script: null}}),
  ]);
  assert.doesNotMatch(message, /checksum/);
  const digests = blocksIn(path).map(block => (block.kind === 'listener' ? [block.sha256, block.exeSha256] : []));
  const ofExe = sha256(`/proc/${process.pid}/exe`);
  assert.deepEqual(digests, [[ofExe, null], [sha256(script), ofExe], []]);
});

test('without a checksum a program is accepted all the same, and a line has the reason', async t => {
  const path = join(ownDirectory(t), 'baseline.toml');
  const large = join(dirname(path), 'large.py');
  writeFileSync(large, '');
  truncateSync(large, 600 * 2 ** 20);
  const process = await running(t);
  const {accept} = acceptorOf(path);
  const exe = '/bin/sleep';
  await accept([draftOf(conversation())]);
  const other = {...process, startedAt: process.startedAt - 60_000};
  assert.equal(
    await accept([draftOf(listener({port: 1, exe}), {hashed: {...other, script: null}})]),
    `accepted tcp 1 (written to ${path}), without a checksum of its program (exited)`,
  );
  assert.equal(
    await accept([2, 3].map(port => draftOf(listener({port, exe}), {hashed: {...process, script: trusted(large)}}))),
    `accepted tcp 2, tcp 3 (written to ${path}), without a checksum of 2 programs ` +
      '(larger than half a gigabyte: not read)',
  );
  assert.deepEqual(
    blocksIn(path).map(block => block.kind === 'listener' && block.sha256),
    [false, null, null, null],
  );
});
