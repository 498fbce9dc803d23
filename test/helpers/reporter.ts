import {relative, resolve} from 'node:path';
import type {EventData} from 'node:test';
import type {TestEvent} from 'node:test/reporters';
import {inspect, styleText} from 'node:util';

type Style = Parameters<typeof styleText>[0];
type Ended = EventData.TestPass | EventData.TestFail;

const dotsInLine = 100;
/** Characters kept of what a file writes to standard error: the last ones. */
const keptOutput = 4000;

const styled = (style: Style, text: string): string => styleText(style, text, {stream: process.stdout});

const placeOf = ({file, line}: Ended): string =>
  file === undefined ? '' : ` (${relative(process.cwd(), file)}:${line})`;

const failureOf = ({details: {error}}: EventData.TestFail): unknown => 'failureType' in error && error.failureType;

/** The error as the test threw it, without the frames that the runner puts around it. */
function causeOf(test: EventData.TestFail): string {
  if (failureOf(test) === 'testAborted') return 'The time for the whole run was over before this had ended.';
  const {error} = test.details;
  const thrown = error.cause instanceof Error ? error.cause : error;
  const text = 'code' in thrown && thrown.code === 'ERR_ASSERTION' ? (thrown.stack ?? thrown.message) : inspect(thrown);
  return text.replaceAll(/^ +at .*\bnode:.*\n?/gm, '').trimEnd();
}

/**
 * A reporter of Node's test runner: a dot for each test, and at the end, in this order, what failed, what was skipped
 * and why, what tests had to say, and the counts of the runner.
 */
export default async function* report(events: AsyncIterable<TestEvent>): AsyncGenerator<string> {
  const path: string[] = [];
  const output = new Map<string, string>();
  let dots = 0;
  let failed: string[] = [];
  let skipped: string[] = [];
  let notes: string[] = [];
  let counts: string[] = [];

  const titleOf = (test: Ended): string => [...path.slice(0, test.nesting), test.name].join(' > ') + placeOf(test);
  const dot = (style: Style, sign: string): string => styled(style, sign) + (++dots % dotsInLine === 0 ? '\n' : '');
  const keep = (file: string, text: string): void => {
    const at = resolve(file);
    output.set(at, `${output.get(at) ?? ''}${text}`.slice(-keptOutput));
  };
  const ending = (): string => {
    const lines = [
      ...(failed.length > 0 ? [styled('red', 'Failed tests:'), '', ...failed] : []),
      ...(skipped.length > 0 ? [styled('yellow', 'Skipped tests:'), '', ...skipped, ''] : []),
      ...(notes.length > 0 ? [...notes, ''] : []),
      ...counts.map(line => styled('blue', `ℹ ${line}`)),
    ];
    [failed, skipped, notes, counts, dots] = [[], [], [], [], 0];
    return `\n\n${lines.join('\n')}\n`;
  };

  for await (const event of events) {
    if (event.type === 'test:start') {
      path[event.data.nesting] = event.data.name;
    } else if (event.type === 'test:pass') {
      const {skip} = event.data;
      if (skip !== undefined) skipped.push(`﹣ ${titleOf(event.data)} # ${skip === true ? 'no reason given' : skip}`);
      yield skip === undefined ? dot('green', '.') : dot('yellow', 's');
    } else if (event.type === 'test:fail') {
      const {data} = event;
      // A suite also fails for the tests in it, which were reported before it.
      if (failureOf(data) === 'subtestsFailed') continue;
      const printed = data.nesting === 0 && data.file !== undefined ? output.get(data.file) : undefined;
      failed.push(`${styled('red', '✖')} ${titleOf(data)}\n\n${causeOf(data)}\n${printed ?? ''}`);
      yield dot('red', 'X');
    } else if (event.type === 'test:stderr') {
      keep(event.data.file, event.data.message);
    } else if (event.type === 'test:diagnostic') {
      const {file, message} = event.data;
      if (file === undefined) counts.push(message);
      else notes.push(`${relative(process.cwd(), file)}: ${message}`);
    } else if (event.type === 'test:interrupted') {
      failed.push(...event.data.tests.map(({name}) => `${styled('red', '✖')} ${name} was running when this was ended`));
    } else if (event.type === 'test:summary' && event.data.file === undefined) {
      yield ending();
    }
  }
  if (failed.length > 0) yield ending();
}
