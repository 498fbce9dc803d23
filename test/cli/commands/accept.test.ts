import assert from 'node:assert/strict';
import {PassThrough, Readable} from 'node:stream';
import {test} from 'node:test';
import {acceptShown} from '../../../source/cli/commands/accept.ts';
import {oneShot} from '../../../source/cli/commands/one-shot.ts';
import type {Baseline, Draft} from '../../../source/domain/baseline.ts';
import {known} from '../../../source/domain/known.ts';
import type {Socket} from '../../../source/domain/socket.ts';
import {type Clean, trusted} from '../../../source/domain/text.ts';
import {listenerBlock} from '../../helpers/acceptance.ts';
import {baselineOf} from '../../helpers/baseline.ts';
import {executable, owner, ownerOf, process, showAll, snapshot, socket} from '../../helpers/build.ts';
import {settingsOf} from '../../helpers/example-host.ts';

const app = socket('tcp LISTEN 0.0.0.0:8443', owner('/usr/bin/app'));
const app6 = socket('tcp LISTEN [::]:8443', owner('/usr/bin/app'));
const other = socket('udp UNCONN 127.0.0.1:9999', owner('/usr/bin/other'));
const suspect = socket('tcp LISTEN 0.0.0.0:22', owner('/usr/bin/nc'));
const writable = (mode: number, writableByAll: Clean | null) =>
  socket(
    'tcp LISTEN 0.0.0.0:9000',
    ownerOf(
      process('/opt/app', {executable: known(executable('/opt/app', {file: known({mode, uid: 0, writableByAll})}))}),
    ),
  );

type Options = {
  readonly yes?: boolean;
  readonly note?: Clean;
  /** The line that is typed; none: standard input is no terminal. */
  readonly typed?: string;
  readonly baseline?: Baseline;
  readonly refusesToWrite?: boolean;
};

/** Accepts these sockets: the printed texts, the written blocks, and the exit code or the reason for none. */
async function run(sockets: readonly Socket[], options: Options = {}) {
  const {yes = false, note = null, typed, baseline, refusesToWrite = false} = options;
  const poll = async () => ({...snapshot(sockets), ...(baseline && {baseline})});
  const state = await oneShot({id: 'procfs', poll, close() {}}, settingsOf(), showAll, Number.POSITIVE_INFINITY);
  const output = new PassThrough();
  const errors = new PassThrough();
  const input = Object.assign(Readable.from(typed === undefined ? [] : [typed]), {isTTY: typed !== undefined});
  const written: Draft[] = [];
  const end = await acceptShown({
    state,
    note,
    yes,
    now: Date.UTC(2026, 10, 21),
    accept: async drafts => {
      if (refusesToWrite)
        return {isDone: false, message: trusted('/etc/portwatch/baseline.toml: read-only file system')};
      written.push(...drafts);
      return {isDone: true, message: trusted(`accepted ${drafts.length}`)};
    },
    input,
    output,
    errors,
  }).catch((error: Error) => error.message);
  const text = (stream: PassThrough): string => stream.read()?.toString() ?? '';
  return {end, output: text(output), errors: text(errors), written: written.map(({block}) => block)};
}

const baseline = baselineOf(listenerBlock(7000));

test('each block is printed in words, and accepted once yes is typed', async () => {
  const {end, output, errors, written} = await run([app, app6, other], {typed: 'yes\n', baseline});
  assert.deepEqual([end, errors], [0, '']);
  assert.equal(
    output,
    [
      'tcp 8443: /usr/bin/app of root, from every network',
      'udp 9999: /usr/bin/other of root, from this machine alone',
      'accept these 2? type yes: accepted 2',
      '',
    ].join('\n'),
  );
  assert.deepEqual(
    written.map(block => [block.kind, block.proto]),
    [
      ['listener', 'tcp'],
      ['listener', 'udp'],
    ],
  );
});

for (const typed of ['no\n', 'y\n', '\n', '', 'yes, please\n']) {
  test(`nothing is accepted where ${JSON.stringify(typed)} is typed`, async () => {
    const {end, written} = await run([app], {typed});
    assert.deepEqual([end, written], ['nothing was accepted', []]);
  });
}

test('without a terminal to ask on nothing is accepted, and the blocks are printed all the same', async () => {
  const {end, output, written} = await run([app]);
  assert.match(String(end), /^nothing was accepted: standard input is no terminal to ask on; --yes does not ask$/);
  assert.match(output, /^tcp 8443: /);
  assert.deepEqual(written, []);
});

test('--yes does not ask, and the note is in the block', async () => {
  const {end, output, written} = await run([app], {yes: true, note: trusted('ticket 4711')});
  assert.equal(end, 0);
  assert.doesNotMatch(output, /\?/);
  assert.match(output, /\naccepted 1\n$/);
  assert.deepEqual(
    written.map(({note, accepted}) => [note, accepted]),
    [['ticket 4711', '2026-11-21T00:00:00Z']],
  );
});

test('where all is accepted there is nothing to ask', async () => {
  const accepted = baselineOf(listenerBlock(8443, {exe: trusted('/usr/bin/app')}));
  const {end, output, written} = await run([app, app6], {baseline: accepted});
  assert.deepEqual(
    [end, output, written],
    [0, 'there is nothing to accept: every listener and conversation shown is accepted or explained\n', []],
  );
});

test('a suspect socket among others stops all, by its name', async () => {
  const {end, output, written} = await run([app, suspect], {yes: true, note: trusted('ticket')});
  assert.match(
    String(end),
    /^nothing was accepted, since suspect sockets are among these; .*--filter lport:22 --note TEXT: tcp [0.]+:22 \(/,
  );
  assert.deepEqual([output, written], ['', []]);
});

test('one suspect socket is accepted with a note, and with none without', async () => {
  const without = await run([suspect], {yes: true});
  assert.match(String(without.end), /^a suspect socket is accepted with a note, --note TEXT: tcp 0\.0\.0\.0:22/);
  assert.deepEqual(without.written, []);
  const {end, written} = await run([suspect], {yes: true, note: trusted('honeypot')});
  assert.equal(end, 0);
  assert.deepEqual(
    written.map(({note, failed}) => [note, failed]),
    [['honeypot', ['owner-program', 'owner-relay']]],
  );
});

test('one that drifted is accepted anew, with both sides', async () => {
  const before = baselineOf(listenerBlock(8443, {exe: trusted('/usr/bin/old'), user: trusted('root')}));
  const {end, output, written} = await run([app], {yes: true, note: trusted('replaced it'), baseline: before});
  assert.equal(end, 0);
  assert.match(
    output,
    /^tcp 8443: \/usr\/bin\/app of root, .*\n {2}owner: \/usr\/bin\/old of root → \/usr\/bin\/app of/,
  );
  assert.equal(written.length, 1);
});

test('what cannot be accepted is named on standard error, and the others are accepted', async () => {
  const {end, errors, written} = await run([app, writable(0o775, null)], {yes: true});
  assert.deepEqual([end, written.length], [2, 1]);
  assert.match(errors, /^portwatch: tcp 0\.0\.0\.0:9000: not accepted: a group may write \/opt\/app .*\n$/);
  const alone = await run([writable(0o777, trusted('/opt/app'))], {yes: true});
  assert.deepEqual([alone.end, alone.written], ['nothing was accepted', []]);
  assert.equal(alone.errors, 'portwatch: tcp 0.0.0.0:9000: not accepted: everybody may write /opt/app\n');
});

test('a file that cannot be written is the reason why nothing was accepted', async () => {
  const {end} = await run([app], {yes: true, refusesToWrite: true});
  assert.equal(end, '/etc/portwatch/baseline.toml: read-only file system');
});
