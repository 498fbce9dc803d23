import assert from 'node:assert/strict';
import {execFile, spawnSync} from 'node:child_process';
import {mkdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {suite, test} from 'node:test';
import {promisify} from 'node:util';
import {type Host, openHost} from '../e2e/helpers/host.ts';
import {needs} from '../e2e/helpers/needs.ts';
import {engine, ifInstalled, recipe, setUp, start, until} from './engine.ts';

const each = recipe('node-exporter');
const directory = '/var/lib/prometheus/node-exporter';
const run = promisify(execFile);

/** Scrapes and evaluates each second, with the rules of the recipe. */
const configuration = `
global: {scrape_interval: 1s, evaluation_interval: 1s}
rule_files: [portwatch.rules.yml]
scrape_configs:
  - job_name: node
    static_configs: [{targets: ['127.0.0.1:9100']}]
`;

/** Series that hold at a time of `promtool test rules`, and the alerts that fire then. */
const series = `
rule_files: [portwatch.rules.yml]
evaluation_interval: 1m
tests:
  - interval: 1m
    input_series:
      - {series: 'portwatch_baseline_drift{change="new",instance="a"}', values: '0 0 2 0'}
      - {series: 'portwatch_baseline_drift{change="owner",instance="a"}', values: '0 0 0 0'}
      - {series: 'portwatch_sockets_by_verdict{verdict="suspect",instance="a"}', values: '0 1 0 0'}
      - {series: 'portwatch_sockets_by_verdict{verdict="learn",instance="a"}', values: '5 5 5 5'}
      - {series: 'portwatch_coverage_gaps{gap="baseline",instance="a"}', values: '0 0 0 1'}
      - {series: 'portwatch_refresh_timestamp_seconds{instance="a"}', values: '0 0x30'}
      - {series: 'portwatch_refresh_timestamp_seconds{instance="b"}', values: '0+60x30'}
    alert_rule_test:
      - {alertname: PortwatchDrift, eval_time: 1m}
      - alertname: PortwatchDrift
        eval_time: 2m
        exp_alerts:
          - exp_labels: {change: new, instance: a}
            exp_annotations: {summary: '2 drifted: new'}
      - {alertname: PortwatchDrift, eval_time: 3m}
      - {alertname: PortwatchSuspect, eval_time: 0m}
      - alertname: PortwatchSuspect
        eval_time: 1m
        exp_alerts:
          - exp_labels: {verdict: suspect, instance: a}
            exp_annotations: {summary: '1 sockets are suspect'}
      - {alertname: PortwatchBaselineUnread, eval_time: 2m}
      - alertname: PortwatchBaselineUnread
        eval_time: 3m
        exp_alerts:
          - exp_labels: {gap: baseline, instance: a}
            exp_annotations: {summary: 'the baseline could not be read'}
      - {alertname: PortwatchStale, eval_time: 15m}
      - alertname: PortwatchStale
        eval_time: 16m
        exp_alerts:
          - exp_labels: {instance: a}
            exp_annotations: {summary: 'last refresh 16m 0s ago'}
`;

test('promtool takes the alert rules, and they fire when they must', needs('promtool'), t => {
  const folder = setUp(t, each, text => text);
  writeFileSync(join(folder, 'series.yml'), series);
  for (const words of [
    ['check', 'rules', 'portwatch.rules.yml'],
    ['test', 'rules', 'series.yml'],
  ]) {
    const {status, stdout, stderr} = spawnSync(engine('promtool'), words, {cwd: folder, encoding: 'utf8'});
    assert.equal(status, 0, `${words.join(' ')}: ${stdout}${stderr}`);
  }
});

test('systemd takes the unit', ifInstalled('systemd-analyze'), t => {
  const folder = setUp(t, each, text => text.replace('ExecStart=portwatch', 'ExecStart=/bin/true'));
  const unit = join(folder, 'portwatch-metrics.service');
  const {status, stdout, stderr} = spawnSync(engine('systemd-analyze'), ['verify', '--man=no', unit], {
    encoding: 'utf8',
  });
  assert.deepEqual([status, stdout, stderr], [0, '', '']);
});

/** The part `data` of an answer of Prometheus' API in this network namespace; empty while it does not answer yet. */
async function ask(host: Host, path: string): Promise<{readonly [key: string]: unknown}> {
  const [program = '', ...words] = [
    ...host.within,
    'curl',
    '--silent',
    '--fail',
    `http://127.0.0.1:9090/api/v1/${path}`,
  ];
  const {stdout} = await run(program, words).catch(() => ({stdout: '{}'}));
  return JSON.parse(stdout || '{}').data ?? {};
}

type Alert = {readonly state: string; readonly labels: Readonly<Record<string, string>>};

/** The alerts that fire, as `PortwatchDrift new`. */
async function firing(host: Host): Promise<string> {
  const alerts = (await ask(host, 'alerts')).alerts as readonly Alert[] | undefined;
  if (!alerts) return 'no answer';
  const names = alerts.filter(({state}) => state === 'firing');
  return names.map(({labels}) => [labels.alertname, labels.change ?? labels.verdict].join(' ')).join();
}

suite('Prometheus with node_exporter', {
  timeout: 180_000,
  ...needs('python3', 'curl', 'prometheus', 'prometheus-node-exporter'),
}, () => {
  test('scrapes a drift, and its alert fires until the drift ends', async t => {
    // The engines have sockets too: they are on a host of their own.
    const [host, watching] = [await openHost(t), await openHost(t)];
    const holder = await host.hold(['listen tcp 0.0.0.0 8080']);
    const folder = setUp(t, each, text => text);
    const textfiles = join(folder, 'textfiles');
    mkdirSync(textfiles);
    writeFileSync(join(folder, 'prometheus.yml'), configuration);
    const accepted = start(t, host.within, folder, 'portwatch --accept --yes --baseline baseline.toml');
    await until(() => accepted.child.exitCode === 0, accepted.output);
    const line = each.line.replace(directory, textfiles).replace('-i 60', '-i 1 --baseline baseline.toml');
    assert.ok(line.includes(textfiles) && line.includes('-i 1'));
    const engines = [
      start(t, host.within, folder, line),
      start(
        t,
        watching.within,
        folder,
        `exec ${engine('prometheus-node-exporter')} --collector.disable-defaults --collector.textfile ` +
          `--collector.textfile.directory=${textfiles} --web.listen-address=127.0.0.1:9100`,
      ),
      start(
        t,
        watching.within,
        folder,
        `exec ${engine('prometheus')} --config.file=prometheus.yml --storage.tsdb.path=data ` +
          '--web.listen-address=127.0.0.1:9090',
      ),
    ];
    const outputs = (): string => engines.map(({output}) => output()).join('\n');
    const counted = async (): Promise<number> => {
      const {result} = await ask(watching, 'query?query=portwatch_baseline_drift');
      return (result as readonly unknown[] | undefined)?.length ?? 0;
    };
    await until(async () => (await counted()) === 6, outputs);
    assert.equal(await firing(watching), '');
    const number = await holder.tell('listen tcp 0.0.0.0 9999');
    await until(async () => (await firing(watching)) === 'PortwatchDrift new', outputs);
    await holder.tell(`close ${number}`);
    await until(async () => (await firing(watching)) === '', outputs);
  });
});
