import assert from 'node:assert/strict';
import {suite, type TestContext, test} from 'node:test';
import {openHost} from '../e2e/helpers/host.ts';
import {needs} from '../e2e/helpers/needs.ts';
import {engine, ifInstalled, recipe, setUp, start, until} from './engine.ts';

type Case = {
  readonly id: 'vector' | 'fluent-bit' | 'otel-collector';
  /** Names of the engine, in the order in which they are looked for; the recipe has the first. */
  readonly names: string;
  /** The line that starts the engine beside the line of the recipe; null where that one starts it. */
  readonly beside: string | null;
  /** Whether the output of the engine has a listener that opened, with what the recipe makes of it. */
  readonly shows: (output: string) => boolean;
};

const hasObject = (output: string): boolean =>
  output.split('\n').some(line => {
    if (!line.startsWith('{')) return false;
    const {event, destination} = JSON.parse(line);
    return event.action === 'socket-opened' && destination.port >= firstPort;
  });

const cases: readonly Case[] = [
  {id: 'vector', names: 'vector', beside: null, shows: hasObject},
  {id: 'fluent-bit', names: 'fluent-bit', beside: null, shows: hasObject},
  {
    id: 'otel-collector',
    names: 'otelcol|otelcol-contrib',
    beside: 'otelcol --config otelcol.yaml',
    shows: output =>
      output.split('LogRecord #').some(record => {
        const has = (...texts: readonly RegExp[]): boolean => texts.every(text => text.test(record));
        const isOpened = has(/EventName: Str\(portwatch\.socket\.opened\)/, /network\.local\.port: Int\(80\d\d\)/);
        return (
          isOpened && has(/^Timestamp: 20\d\d-/m, /^SeverityNumber: (?:Info2|Warn2)\(1\d\)$/m, /^Body: Str\(tcp /m)
        );
      }),
  },
];

const firstPort = 8000;

/** Runs the recipe, and opens listeners until the engine shows one: the first refresh has no changes. */
async function run(t: TestContext, {id, names, beside, shows}: Case): Promise<void> {
  const host = await openHost(t);
  const holder = await host.hold([]);
  const each = recipe(id);
  const change = (text: string, folder: string): string => text.replaceAll('/var/log', folder);
  const folder = setUp(t, each, change);
  const [name = ''] = names.split('|');
  const started = [each.line, ...(beside === null ? [] : [beside])].map(line =>
    start(t, host.within, folder, change(line, folder).replace(new RegExp(`\\b${name}(?= -)`), engine(names))),
  );
  const output = (): string => started.map(one => one.output()).join('');
  let port = firstPort;
  await until(async () => {
    if (port < firstPort + 99) await holder.tell(`listen tcp 0.0.0.0 ${port++}`);
    return shows(output());
  }, output);
  assert.ok(
    started.every(({child}) => child.exitCode === null),
    'portwatch and the engine go on',
  );
}

suite('an engine that reads lines', {timeout: 120_000, ...needs('python3')}, () => {
  for (const each of cases) {
    const [name = ''] = each.names.split('|');
    test(`${name} shows a socket that opens`, ifInstalled(each.names), t => run(t, each));
  }
});
