import type {Clean} from '../../domain/text.ts';
import type {RuntimeFacts} from '../runtime-facts.ts';

/** Counts, by name. */
export type Counts = Readonly<Record<string, number>>;

/** All facts of a report. Texts are sanitized; none names an address, a host, a user, a process or a path of theirs. */
export type ReportFacts = {
  readonly runtime: RuntimeFacts;
  readonly osName: Clean;
  readonly processors: number;
  /** Hexadecimal digits of the capabilities in effect; null on systems that have none. */
  readonly capabilities: string | null;
  /** Variables of the environment that change the screen: the value, or `set` where the value is private. */
  readonly environment: Readonly<Record<string, Clean>>;
  readonly settingsFile: Clean;
  /** Keys of the settings that differ from the defaults. */
  readonly changedSettings: readonly string[];
  /** Each source of sockets, and whether it works here, or the reason for its failure. */
  readonly sources: readonly {readonly id: string; readonly state: Clean}[];
  readonly tools: {readonly found: readonly string[]; readonly missing: readonly string[]};
  readonly poll: PollFacts | {readonly failure: Clean};
  /** Bytes. */
  readonly memory: {readonly resident: number; readonly heapLimit: number};
};

export type PollFacts = {
  readonly source: string;
  /** Milliseconds. */
  readonly took: number;
  readonly sockets: Counts;
  readonly owners: Counts;
  readonly problems: Counts;
};

/** The text of `--report`: a name and its facts in each line. */
export function reportText(facts: ReportFacts): string {
  const {runtime, poll} = facts;
  const {size} = runtime;
  const lines: readonly (readonly [name: string, ...texts: readonly string[]])[] = [
    ['portwatch', runtime.portwatch, ...(runtime.isSingleExecutable ? ['single executable'] : [])],
    ['node', runtime.node, `V8 ${runtime.v8}`],
    ['system', facts.osName, `${runtime.system} ${runtime.release}`, runtime.architecture],
    ['machine', counted(facts.processors, 'processor'), `heap limit ${megabytes(facts.memory.heapLimit)}`],
    ['user', runtime.isRoot ? 'root' : 'not root', ...withName('capabilities', facts.capabilities)],
    ['terminal', size ? `${size.columns} x ${size.rows}` : 'none', ...pairs(facts.environment, '=')],
    ['options', ...runtime.options],
    ['settings', facts.settingsFile, `changed: ${listed(facts.changedSettings)}`],
    ...facts.sources.map(({id, state}) => ['source', `${id}: ${state}`] as const),
    ['tools', listed(facts.tools.found), `missing: ${listed(facts.tools.missing)}`],
    ...pollLines(poll),
    ['memory', `${megabytes(facts.memory.resident)} resident`],
  ];
  return lines.map(([name, ...texts]) => `${name.padEnd(10)} ${texts.join('; ')}`.trimEnd()).join('\n');
}

const pollLines = (poll: ReportFacts['poll']): readonly (readonly [string, ...(readonly string[])])[] =>
  'failure' in poll
    ? [['poll', `failed: ${poll.failure}`]]
    : [
        ['poll', `by ${poll.source}`, `${poll.took.toFixed(1)} ms`],
        ['sockets', listed(pairs(poll.sockets, ' '))],
        ['owners', listed(pairs(poll.owners, ' '))],
        ['problems', listed(pairs(poll.problems, ' '))],
      ];

const pairs = (values: Readonly<Record<string, string | number>>, sign: string): readonly string[] =>
  Object.entries(values).map(([name, value]) => `${name}${sign}${value}`);

const withName = (name: string, value: string | null): readonly string[] =>
  value === null ? [] : [`${name} ${value}`];

const listed = (texts: readonly string[]): string => (texts.length === 0 ? 'none' : texts.join(', '));

const counted = (count: number, one: string): string => `${count} ${one}${count === 1 ? '' : 's'}`;

const megabytes = (bytes: number): string => `${Math.round(bytes / 2 ** 20)} MiB`;
