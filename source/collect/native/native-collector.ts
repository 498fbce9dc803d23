import {hostname} from 'node:os';
import type {Collector, Problem} from '../../domain/snapshot.ts';
import {sanitize, trusted} from '../../domain/text.ts';
import {hasTool} from '../../system/find-tool.ts';
import {type RunTool, runTool} from '../../system/run-tool.ts';
import {counted} from '../count-words.ts';
import {createReuseSockets} from '../reuse-sockets.ts';
import {toLines} from '../saved/lines.ts';
import {type Reading, readSaved} from '../saved/read-saved.ts';
import {isOtherSystem, type SystemTools, systemTools, type ToolCall} from './native-tools.ts';
import {withOwners} from './with-owners.ts';

/** Stand-ins for the real system. */
export type ToolsOptions = {
  /** As os.platform() has it. */
  readonly platform?: string;
  readonly run?: RunTool;
  readonly has?: (tool: string) => Promise<boolean>;
  readonly isRoot?: boolean;
  readonly now?: () => number;
};

/** Milliseconds. */
const timeLimit = 20_000;
/** Bytes. */
const outputLimit = 64 << 20;

/**
 * The collector for systems without netlink and procfs. Runs netstat and the tools that list owners, and reads their
 * output as saved output. Rejects with a short reason where the tools are not known or not installed.
 */
export async function openTools(options: ToolsOptions = {}): Promise<Collector> {
  const {platform = process.platform, run = runTool, has = hasTool, now = Date.now} = options;
  if (!isOtherSystem(platform)) throw new Error(`no tools are known for ${platform}`);
  const tools = systemTools[platform];
  if (!(await has(tools.sockets.tool))) throw new Error(`${tools.sockets.tool} is not installed`);
  const isRoot = options.isRoot ?? process.geteuid?.() === 0;
  const stopping = new AbortController();
  const reuseSockets = createReuseSockets();
  const limits = {signal: stopping.signal, timeLimit, outputLimit};
  const print = (call: ToolCall | null): Promise<Printed> => runCall(call, (tool, words) => run(tool, words, limits));
  return {
    id: 'tools',
    async poll() {
      const takenAt = now();
      const start = performance.now();
      const [table, programs, owners] = await Promise.all([tools.sockets, tools.programs, tools.owners].map(print));
      if (!table?.output?.length) throw new Error(table?.failure ?? `${tools.sockets.tool} printed nothing`);
      const reading = read(table.output, programs?.output);
      const held = read(owners?.output);
      const seesAll = isRoot || !tools.hidesOthers;
      const sockets = owners?.output ? withOwners(reading.sockets, held.sockets, seesAll) : reading.sockets;
      return {
        takenAt,
        took: performance.now() - start,
        host: sanitize(hostname()),
        source: 'tools',
        platform,
        sockets: reuseSockets(sockets),
        problems: problemsOf(tools, [reading, held], [programs, owners]),
      };
    },
    close: () => stopping.abort(),
  };
}

/** The output of a tool, or why there is none; neither where there was no tool to run. */
type Printed = {readonly output?: Uint8Array; readonly failure?: string};

type Run = (tool: string, parameters: readonly string[]) => ReturnType<RunTool>;

async function runCall(call: ToolCall | null, run: Run): Promise<Printed> {
  if (!call) return {};
  const {tool, parameters} = call;
  const result = await run(tool, parameters);
  switch (result.kind) {
    case 'done':
      if (result.truncated) return {failure: `${tool} printed too much`};
      // lsof(8) ends with 1 also where it lists nothing, or not all of the selection.
      if (result.stdout.length > 0 || result.code === 0 || result.code === 1) return {output: result.stdout};
      return {failure: `${tool} ended with exit code ${result.code}`};
    case 'missing':
      return {failure: `${tool} is not installed`};
    case 'timed-out':
      return {failure: `${tool} took longer than ${timeLimit / 1000} s`};
    case 'aborted':
      return {failure: `${tool} was stopped`};
    case 'failed':
      return {failure: `${tool} failed: ${result.message}`};
  }
}

/** Reads texts as one. With -n the tools print no names of services, so none is looked up. */
function read(...texts: readonly (Uint8Array | undefined)[]): Reading {
  const parts = texts.flatMap(text => (text ? [text, Buffer.from('\n')] : []));
  return readSaved(toLines(Buffer.concat(parts)), () => null);
}

function problemsOf(
  {notReported}: SystemTools,
  readings: readonly Reading[],
  printed: readonly (Printed | undefined)[],
): readonly Problem[] {
  const unread = readings.reduce((sum, reading) => sum + reading.unread.length, 0);
  const lines = `${counted(unread, 'line', 'lines')} of the tools could not be read`;
  const assumed = readings[0]?.assumedStates ?? 0;
  const states =
    `the state of ${counted(assumed, 'socket', 'sockets')} is in a language that is not known, ` +
    'and taken from its peer';
  return [
    {kind: 'source-limits', count: 0, text: trusted(`${notReported} are not reported by this source`)},
    ...printed.flatMap(each =>
      each?.failure === undefined ? [] : [{kind: 'tool-failed', count: 1, text: sanitize(each.failure, 200)}],
    ),
    ...(assumed > 0 ? [{kind: 'assumed-states', count: assumed, text: trusted(states)}] : []),
    ...(unread > 0 ? [{kind: 'lines-unreadable', count: unread, text: trusted(lines)}] : []),
  ];
}
