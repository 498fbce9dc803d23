import assert from 'node:assert/strict';
import {suite, type TestContext, test} from 'node:test';
import {assertSocketShape} from './helpers/contract.ts';
import {type Host, openHost, outerAddress} from './helpers/host.ts';
import {type Document, listedInDocument, listedInText} from './helpers/listed.ts';
import {needs} from './helpers/needs.ts';
import {type Ended, portwatch, runToEnd} from './helpers/portwatch.ts';

const sockets = [
  'listen tcp 0.0.0.0 22',
  'listen tcp 127.0.0.1 5432',
  'listen tcp 0.0.0.0 8080',
  'listen udp 0.0.0.0 9999',
  'connect tcp 127.0.0.1 5432',
  `connect tcp ${outerAddress} 8080`,
];

/** Polls once at a host with these sockets. */
async function looker(t: TestContext): Promise<(...options: readonly string[]) => Promise<Ended>> {
  const host: Host = await openHost(t);
  await host.hold(sockets);
  return (...options) => runToEnd([...host.within, ...portwatch, ...options]);
}

const documentOf = ({code, stdout, stderr}: Ended): Document => {
  assert.equal(code, 0, stderr);
  return JSON.parse(stdout) as Document;
};

suite('one look, filtered and sorted', {concurrency: 3, timeout: 60_000, ...needs('python3')}, () => {
  const filters: readonly (readonly [filter: string, kept: readonly string[]])[] = [
    ['port:8080 state:listen', ['tcp LISTEN 8080 *']],
    ['!is:loopback proto:tcp dir:listening', ['tcp LISTEN 22 *', 'tcp LISTEN 8080 *']],
    ['verdict:suspect', ['tcp LISTEN 22 *']],
    ['9999', ['udp UNCONN 9999 *']],
    ['proc:python is:v6', []],
  ];

  for (const [filter, kept] of filters) {
    test(`--filter "${filter}" keeps ${kept.join(' and ') || 'nothing'}, as text and as JSON`, async t => {
      const poll = await looker(t);
      const [text, json] = await Promise.all([poll('--once', '-f', filter), poll('--json', '--filter', filter)]);
      assert.equal(text.code, 0, text.stderr);
      assert.ok(text.stdout.includes(` · filter ${filter} keeps ${kept.length} of 8`), text.stdout);
      assert.deepEqual(listedInText(text.stdout), kept);
      const document = documentOf(json);
      assert.deepEqual(listedInDocument(document), kept);
      for (const socket of document.sockets) assertSocketShape(socket);
    });
  }

  test('--sort orders each group by the column, and - before it the other way round', async t => {
    const poll = await looker(t);
    const portsOf = async (state: string, ...options: readonly string[]): Promise<readonly number[]> =>
      documentOf(await poll('--json', ...options))
        .sockets.filter(each => each.state === state)
        .map(({local}) => local.port);
    assert.deepEqual(await portsOf('LISTEN'), [22, 8080, 5432], 'the worst verdict first');
    assert.deepEqual(await portsOf('LISTEN', '--sort', 'port'), [22, 5432, 8080]);
    assert.deepEqual(await portsOf('LISTEN', '--sort', '-port'), [8080, 5432, 22]);
    assert.deepEqual(await portsOf('LISTEN', '-s', '-port', '-f', '!lport:5432'), [8080, 22]);
    const {stdout} = await poll('--once', '--sort', '-port');
    const [first = '', second = ''] = stdout.split('\n').filter(line => line.includes(' 0.0.0.0:'));
    assert.ok(first.includes(':8080 ') && second.includes(':22 '), stdout);
    assert.match(stdout, / · sorted by port reversed/);
  });

  test('--fail-on heeds what the filter keeps alone', async t => {
    const poll = await looker(t);
    const runs = ['', '!port:22', 'port:5432'].map(filter => poll('--once', '--fail-on', 'suspect', '-f', filter));
    assert.deepEqual(
      (await Promise.all(runs)).map(({code}) => code),
      [1, 0, 0],
    );
  });

  const mistakes: readonly (readonly [options: readonly string[], complaint: RegExp])[] = [
    [['--once', '--filter', 'port:22 foo:1'], /^portwatch: --filter, at character 9: there is no field foo; see/],
    [['--json', '-f', 'port:'], /^portwatch: --filter, at character 6: port: needs a value; see/],
    [['--once', '--sort', 'nonsense'], /^portwatch: --sort takes verdict, .*port.*, not "nonsense"; see/],
    [['--once=3'], /^portwatch: --once takes no value; see portwatch --help\n$/],
    [['--stream=1'], /^portwatch: --stream takes no value; see/],
  ];

  for (const [options, complaint] of mistakes) {
    test(`a mistake is told in one line, with exit code 2: ${options.join(' ')}`, async () => {
      const {code, stdout, stderr} = await runToEnd([...portwatch, ...options]);
      assert.deepEqual([code, stdout], [2, '']);
      assert.match(stderr, complaint);
      assert.match(stderr, /^[^\n]*\n$/);
    });
  }
});
