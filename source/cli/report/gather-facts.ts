import {availableParallelism} from 'node:os';
import {env} from 'node:process';
import {isDeepStrictEqual} from 'node:util';
import {getHeapStatistics} from 'node:v8';
import {systemTools} from '../../collect/native/native-tools.ts';
import {type Source, sources} from '../../collect/open-collector.ts';
import {problemCounts} from '../../domain/problem-counts.ts';
import type {Snapshot} from '../../domain/snapshot.ts';
import {type Clean, sanitize, trusted} from '../../domain/text.ts';
import {summaries} from '../../inspect/package-summaries.ts';
import {hasTool} from '../../system/find-tool.ts';
import {readOsName} from '../../system/os-name.ts';
import {effectiveCapabilities, ownStatus} from '../../system/own-status.ts';
import {Failure} from '../failure.ts';
import {mergeSettings} from '../merge-settings.ts';
import {openSource} from '../open-source.ts';
import type {Command} from '../options.ts';
import {runtimeFacts} from '../runtime-facts.ts';
import {fallbacks, settingNames, settings} from '../settings.ts';
import type {FileSettings} from '../settings-file.ts';
import {redact} from './redact.ts';
import type {Counts, ReportFacts} from './report-text.ts';

/** Facts for a bug report, from one poll and every source tried. `readFile` reads the settings file. Never rejects. */
export async function gatherFacts(command: Command, readFile: () => Promise<FileSettings>): Promise<ReportFacts> {
  const file = await readFile().catch(() => null);
  return {
    runtime: runtimeFacts(command),
    osName: await readOsName(),
    processors: availableParallelism(),
    capabilities: effectiveCapabilities(ownStatus()),
    environment: environmentFacts(env),
    settingsFile: trusted(file ? `file ${file.missing ?? 'read'}` : 'file refused'),
    changedSettings: changedSettings(command, file),
    sources: await Promise.all(sources.map(async source => ({id: source.id, state: await stateOf(source)}))),
    tools: await toolFacts(),
    poll: await pollOnce(command),
    memory: {resident: process.memoryUsage.rss(), heapLimit: getHeapStatistics().heap_size_limit},
  };
}

/** Variables with values that name nobody, and variables that are only reported as set. */
const shownVariables = ['TERM', 'COLORTERM', 'LC_ALL', 'LC_CTYPE', 'LANG', 'NO_COLOR', 'FORCE_COLOR'];
const presentVariables = ['TMUX', 'STY', 'SSH_CONNECTION', 'PAGER', 'NODE_OPTIONS', 'PORTWATCH_DEBUG'];

/** The variables that change the screen, by name: the value, or `set` where the value is private. */
export const environmentFacts = (environment: NodeJS.ProcessEnv): Readonly<Record<string, Clean>> =>
  Object.fromEntries([
    ...shownVariables.flatMap(name => (environment[name] ? [[name, sanitize(environment[name], 40)]] : [])),
    ...presentVariables.flatMap(name => (environment[name] ? [[name, trusted('set')]] : [])),
  ]);

function changedSettings(command: Command, file: FileSettings | null): readonly string[] {
  const values = mergeSettings(command.settings, file ?? {path: '', values: {}});
  return settingNames.filter(name => !isDeepStrictEqual(values[name], fallbacks[name])).map(name => settings[name].key);
}

async function stateOf({platforms, open}: Source): Promise<Clean> {
  if (platforms && !platforms.includes(process.platform)) return trusted('not for this system');
  try {
    (await open({})).close();
    return trusted('works');
  } catch (error) {
    return redact(messageOf(error));
  }
}

async function toolFacts(): Promise<ReportFacts['tools']> {
  const ofSystems = Object.entries(systemTools)
    .filter(([system]) => system === process.platform)
    .flatMap(([, {sockets, programs, owners}]) => [sockets, programs, owners])
    .flatMap(call => (call ? [call.tool] : []));
  const names = [
    ...new Set(['lsof', 'ss', 'netstat', 'systemctl', ...Object.values(summaries).map(({tool}) => tool), ...ofSystems]),
  ];
  const found = await Promise.all(names.map(hasTool));
  return {found: names.filter((_, index) => found[index]), missing: names.filter((_, index) => !found[index])};
}

async function pollOnce(command: Command): Promise<ReportFacts['poll']> {
  try {
    const collector = await openSource({...command, netns: command.settings.netns ?? 'all', isLive: false}, () => null);
    const snapshot = await collector.poll().finally(() => collector.close());
    return {source: snapshot.source, took: snapshot.took, ...countsOf(snapshot)};
  } catch (error) {
    return {failure: redact(messageOf(error))};
  }
}

const countsOf = ({sockets, problems}: Snapshot): Readonly<Record<'sockets' | 'owners' | 'problems', Counts>> => ({
  sockets: tally(sockets.map(({protocol, state}) => `${protocol} ${state}`)),
  owners: tally(sockets.map(({owner}) => (owner.known ? 'known' : owner.why))),
  problems: problemCounts(problems),
});

function tally(names: readonly string[]): Counts {
  const counts: Record<string, number> = {};
  for (const name of names.toSorted()) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}

const messageOf = (error: unknown): string =>
  error instanceof Failure ? error.reason : error instanceof Error ? error.message : String(error);
