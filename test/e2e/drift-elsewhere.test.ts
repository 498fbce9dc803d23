import assert from 'node:assert/strict';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {suite, test} from 'node:test';
import {assertEcs, assertOcsf, assertOtel} from '../helpers/schemas.ts';
import {assertHas, type Read} from '../helpers/sighted.ts';
import {openHost} from './helpers/host.ts';
import {needs} from './helpers/needs.ts';
import {portwatch, runToEnd} from './helpers/portwatch.ts';
import {start, until} from './helpers/running.ts';

/** A baseline in which another program than the test's holds the port 8443. */
const baseline = '[[listener]]\nproto = "tcp"\nport = 8443\nexe = "/usr/bin/portainer"\n';

suite('drift in the log and in the formats of engines', {timeout: 60_000, ...needs('python3')}, () => {
  test('is a warning, an alert and a finding, with both sides', async t => {
    const directory = mkdtempSync(join(tmpdir(), 'portwatch-drift-'));
    t.after(() => rmSync(directory, {recursive: true}));
    const file = join(directory, 'baseline.toml');
    writeFileSync(file, baseline, {mode: 0o600});
    const host = await openHost(t);
    const holder = await host.hold(['listen tcp 0.0.0.0 8080']);
    const command = [...host.within, ...portwatch, '--baseline', file, '-f', 'port:8443'];
    const log = start(t, [...command, '--log', '-i', '0.2']);
    const stream = start(t, [...command, '--stream', '--format', 'ocsf', '-i', '0.2']);
    await until('the first line', () => log.lines.length === 1);
    assert.match(log.lines[0] ?? '', /^watching 0 sockets/);
    const drifts = (): readonly Read[] =>
      stream.lines.map(line => JSON.parse(line) as Read).filter(event => event.class_uid === 2004);
    // The stream has no first line: whether its first poll is over shows in its next.
    await until(
      'drift is streamed',
      () => drifts().length > 0,
      async () => {
        const number = await holder.tell('listen tcp 0.0.0.0 8443');
        await new Promise(resolve => setTimeout(resolve, 500));
        if (drifts().length === 0) await holder.tell(`close ${number}`);
      },
    );
    const logged = (): string | undefined => log.lines.find(line => line.startsWith('drift'));
    await until('drift is logged', () => logged() !== undefined);
    assert.match(
      logged() ?? '',
      /^drift: tcp 0\.0\.0\.0:8443, python3.*: suspect, .*; drift owner: \/usr\/bin\/portainer → \/.*python/,
    );
    const [finding] = drifts();
    assert.ok(finding);
    assertOcsf(finding);
    assertHas(finding, {type_uid: 200401, severity_id: 4, 'finding_info.types': ['owner']});

    const listed = async (format: string): Promise<Read> =>
      JSON.parse((await runToEnd([...command, '--json', '--format', format])).stdout);
    const [event, record, found] = [await listed('ecs'), await listed('otel'), await listed('ocsf')];
    assertEcs(event);
    assertHas(event, {'event.kind': 'alert', 'labels.drift': 'owner', 'labels.acceptance': 'drifted'});
    assertOtel(record);
    assert.equal(record.SeverityText, 'suspect');
    assertOcsf(found);
    assert.equal(found.class_uid, 2004);
  });
});
