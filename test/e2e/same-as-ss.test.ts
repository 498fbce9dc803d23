import assert from 'node:assert/strict';
import {suite, test} from 'node:test';
import {portwatchFor} from './helpers/for-everybody.ts';
import {asUser, type Host, openHost, outerAddress} from './helpers/host.ts';
import {type Document, listedBySs, listedInDocument, listedInText} from './helpers/listed.ts';
import {needs} from './helpers/needs.ts';
import {portwatch, runToEnd} from './helpers/portwatch.ts';

const nobody = 65_534;

/** Sockets of every kind that keep their owner. */
const owned = [
  'listen tcp 127.0.0.1 5432',
  'listen tcp 0.0.0.0 8080',
  'listen tcp ::1 9001',
  'listen tcp :: 9002',
  'listen udp 0.0.0.0 514',
  'listen udp :: 4001',
  'connect tcp 127.0.0.1 5432',
  `connect tcp ${outerAddress} 8080`,
  'connect tcp ::1 9001',
  'connect tcp 127.0.0.1 9002',
  'listen udp 127.0.0.1 123',
  'connect udp 127.0.0.1 123',
];

async function documentOf(command: readonly string[]): Promise<Document> {
  const {code, stdout, stderr} = await runToEnd([...command, '--json']);
  assert.equal(code, 0, stderr);
  return JSON.parse(stdout) as Document;
}

/** Adds sockets of one process in every state that a connection can be brought to stay in. */
async function holdClosing(host: Host): Promise<void> {
  const holder = await host.hold(['listen tcp 127.0.0.1 7000', 'listen tcp 127.0.0.1 7001 0']);
  const half = await holder.tell('connect tcp 127.0.0.1 7000');
  await holder.tell(`finish ${half}`);
  const ended = await holder.tell('connect tcp 127.0.0.1 7000');
  await holder.tell(`close ${ended}`);
  await holder.tell(`close ${ended + 1}`);
  // A queue of one takes the first; the handshakes of the others are not answered.
  for (let waiting = 0; waiting < 4; waiting++) await holder.tell('dial 127.0.0.1 7001');
}

suite('one look', {concurrency: 3, timeout: 60_000, ...needs('python3', 'ss', 'setpriv')}, () => {
  for (const source of [[], ['--collector', 'procfs']]) {
    const named = ['--json', ...source].join(' ');

    test(`lists the sockets that ss lists, each with its owner: ${named}`, async t => {
      const host = await openHost(t);
      const {pid} = await host.hold(owned);
      const document = await documentOf([...host.within, ...portwatch, ...source]);
      const bySs = await listedBySs(host.within);
      assert.equal(bySs.length, 16, bySs.join('\n'));
      assert.deepEqual(listedInDocument(document), bySs);
      for (const {owner} of document.sockets) {
        assert.deepEqual(owner.known && owner.processes.map(process => process.pid), [pid]);
      }
      assert.deepEqual([document.coverage.ownersKnown, document.coverage.ownersHidden], [16, 0]);
    });

    test(`lists closing and opening connections as ss does: ${named}`, async t => {
      const host = await openHost(t);
      await holdClosing(host);
      const bySs = await listedBySs(host.within);
      for (const state of ['FIN_WAIT2', 'CLOSE_WAIT', 'TIME_WAIT', 'SYN_SENT']) {
        assert.ok(
          bySs.some(each => each.includes(state)),
          `no ${state} among ${bySs.join(', ')}`,
        );
      }
      assert.deepEqual(listedInDocument(await documentOf([...host.within, ...portwatch, ...source])), bySs);
    });
  }

  test('lists the same as text', async t => {
    const host = await openHost(t);
    await host.hold(owned);
    const {code, stdout} = await runToEnd([...host.within, ...portwatch, '--once']);
    assert.equal(code, 0);
    assert.deepEqual(listedInText(stdout), await listedBySs(host.within));
  });

  test('lists everything to a user without rights, who is told that the owners of others need root', async t => {
    const host = await openHost(t);
    await host.hold(owned);
    const own = await host.hold(['listen tcp 0.0.0.0 8443', 'listen udp :: 8444'], {as: nobody});
    const document = await documentOf([...host.within, ...asUser(nobody), ...portwatchFor(nobody)]);
    assert.deepEqual(listedInDocument(document), await listedBySs(host.within));
    for (const {local, owner} of document.sockets) {
      if (local.port === 8443 || local.port === 8444) {
        assert.deepEqual(owner.known && owner.processes.map(({pid}) => pid), [own.pid]);
      } else assert.deepEqual(owner, {known: false, why: 'needs-root'});
    }
    assert.deepEqual([document.coverage.ownersKnown, document.coverage.ownersHidden], [2, 16]);
    assert.ok(document.coverage.notes.includes('16 owners need root'), document.coverage.notes.join(', '));
  });

  test('narrows what it lists as ss does', async t => {
    const host = await openHost(t);
    await host.hold(owned);
    const listed = async (...options: readonly string[]) =>
      listedInDocument(await documentOf([...host.within, ...portwatch, ...options]));
    const [tcp, listening, six] = await Promise.all([listed('-t'), listed('-l'), listed('-6u')]);
    const bySs = await listedBySs(host.within);
    assert.deepEqual(
      tcp,
      bySs.filter(each => each.startsWith('tcp')),
    );
    assert.deepEqual(
      listening,
      bySs.filter(each => / (LISTEN|UNCONN) /.test(each)),
    );
    assert.deepEqual(six, ['udp UNCONN 4001 *']);
  });

  test('exits with 1 when a socket is at or past the verdict that --fail-on names', async t => {
    const host = await openHost(t);
    const codes = async () => {
      const runs = ['learn', 'suspect'].map(verdict =>
        runToEnd([...host.within, ...portwatch, '--once', '--fail-on', verdict]),
      );
      return (await Promise.all(runs)).map(({code}) => code);
    };
    const holder = await host.hold(['listen tcp 127.0.0.1 5432']);
    assert.deepEqual(await codes(), [0, 0]);
    await holder.tell('listen tcp 0.0.0.0 8080');
    assert.deepEqual(await codes(), [1, 0]);
    await holder.tell('listen tcp 0.0.0.0 22');
    assert.deepEqual(await codes(), [1, 1]);
  });
});
