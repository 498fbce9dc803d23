import assert from 'node:assert/strict';
import {suite, test} from 'node:test';
import {assertNormalized} from '../helpers/document-schema.ts';
import {assertEcs, assertOcsf, assertOtel} from '../helpers/schemas.ts';
import {at, type Read} from '../helpers/sighted.ts';
import {openHost, outerAddress} from './helpers/host.ts';
import {needs} from './helpers/needs.ts';
import {portwatch, runToEnd} from './helpers/portwatch.ts';
import {blink, start, until} from './helpers/running.ts';

/** The formats, each with the check of its schema and the port of a destination. */
const formats = {
  ecs: {check: assertEcs, port: (object: Read) => at(object, 'destination.port')},
  otel: {check: assertOtel, port: (object: Read) => object['server.port']},
  ocsf: {check: assertOcsf, port: (object: Read) => at(object, 'dst_endpoint.port')},
} as const;

suite('--format', {concurrency: 2, timeout: 60_000, ...needs('python3')}, () => {
  for (const [format, {check, port}] of Object.entries(formats)) {
    test(`${format} is one line a socket with --json, and one a change with --stream`, async t => {
      const host = await openHost(t);
      const holder = await host.hold(['listen tcp 0.0.0.0 8080', `connect tcp ${outerAddress} 8080`]);
      const {code, stdout, stderr} = await runToEnd([...host.within, ...portwatch, '--json', '--format', format]);
      assert.deepEqual([code, stderr], [0, '']);
      const objects: readonly Read[] = stdout
        .trimEnd()
        .split('\n')
        .map(line => JSON.parse(line));
      for (const object of objects) check(object);
      assert.deepEqual(objects.map(port), [8080, 8080, 8080], 'a listener and both ends of a connection');

      const none = await runToEnd([...host.within, ...portwatch, '--json', '--format', format, '-f', 'port:9']);
      assert.deepEqual([none.code, none.stdout, none.stderr], [0, '', '']);

      const options = ['--stream', '--format', format, '-i', '0.2', '-f', 'port:8443'];
      const running = start(t, [...host.within, ...portwatch, ...options]);
      await until(
        'a change',
        () => running.lines.length > 0,
        tries => blink(holder, 'listen tcp 0.0.0.0 8443', tries),
      );
      const [line = ''] = running.lines;
      check(JSON.parse(line));
      assert.equal(port(JSON.parse(line)), 8443);
      assert.equal(running.errors(), '');
    });
  }

  test('normalized is one document, with the sockets of the long form', async t => {
    const host = await openHost(t);
    await host.hold(['listen tcp 0.0.0.0 8080', `connect tcp ${outerAddress} 8080`]);
    const command = [...host.within, ...portwatch, '--json'];
    const long = JSON.parse((await runToEnd(command)).stdout);
    const {code, stdout, stderr} = await runToEnd([...command, '--format', 'normalized']);
    assert.deepEqual([code, stderr], [0, '']);
    const document = JSON.parse(stdout);
    assertNormalized(document);
    const keys = ({sockets}: {sockets: readonly {key: string}[]}): readonly string[] =>
      sockets.map(({key}) => key).sort();
    assert.deepEqual(keys(document), keys(long));

    const refused = await runToEnd([...host.within, ...portwatch, '--stream', '--format', 'normalized']);
    assert.deepEqual([refused.code, refused.stdout], [2, '']);
    assert.match(refused.stderr, /--format normalized needs --json/);
  });

  test('--fail-on has its exit code with a format too', async t => {
    const host = await openHost(t);
    await host.hold(['listen tcp 0.0.0.0 8080']);
    const {code} = await runToEnd([...host.within, ...portwatch, '--json', '--format', 'ecs', '--fail-on', 'learn']);
    assert.equal(code, 1);
  });
});
