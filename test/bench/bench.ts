import {execFileSync} from 'node:child_process';
import {readFileSync} from 'node:fs';
import {cpus, loadavg} from 'node:os';
import {argv, stderr, stdout} from 'node:process';
import {setTimeout as pause} from 'node:timers/promises';
import {bundle, bundleProgram} from './build.ts';
import {undoOnSignals} from './cleanup.ts';
import {measureFloods} from './floods.ts';
import {measureKeys} from './keys.ts';
import {measureLarge} from './large.ts';
import {measureLive} from './live.ts';
import {openLoad} from './load.ts';
import {listenToMachine, noiseRange} from './machine.ts';
import {measureNamespaces} from './namespaces.ts';
import {measureOneShot} from './oneshot.ts';
import {type Built, type Effort, nameOf, type Part} from './part.ts';
import {peerTable} from './peer-table.ts';
import {measurePeers} from './peers.ts';
import {measurePolls} from './polls.ts';
import {measureRefreshes} from './refreshes.ts';
import {measureStart} from './start.ts';
import {type Row, tableText} from './table.ts';
import {isInstalled} from './tools.ts';

const usage = `usage: npm run bench -- [SOCKETS …] [PART …] [--peers] [--quick] [--now]

SOCKETS  200, 5000, 48000 or any other number; without one these three. From 100,000 on the program is measured
         alone, at 160x50: \`ss -p\` takes minutes there
PART     polls, oneshot, live, keys, start, namespaces, refreshes; without one all of them. Only where they are named:
         floods, with up to 100,000 threads and processes, and none, no part, for --peers alone
--peers  also runs the peers that are on PATH, in turns with portwatch: ${peerTable.map(({name}) => name).join(', ')}
--quick  fewer repeats and shorter times
--now    does not wait for a quiet machine

Takes root, ip (iproute2), ss, python3, bash, watch and htop, for floods cc. Prints a table of Markdown.`;

/** Each with the loads it is measured with besides those that stand still. */
const parts: Readonly<Record<string, Part>> = {
  polls: measurePolls,
  oneshot: measureOneShot,
  live: measureLive,
  keys: measureKeys,
  start: measureStart,
};
/** Parts that take no load, or make their own. */
const otherParts = {namespaces: measureNamespaces, refreshes: measureRefreshes, floods: measureFloods};
/** Parts about the first poll, which does not know whether sockets come and go. */
const startParts = ['start', 'oneshot'];
const churn = 0.05;
/** Sockets from which on other programs take too long to be measured beside this one. */
const large = 100_000;
/** Load average below which the machine counts as quiet, and how long it is waited for, in milliseconds. */
const quiet = 0.7;
const quietLimit = 300_000;

const say = (text: string): void => void stderr.write(`${text}\n`);

async function main(words: readonly string[]): Promise<void> {
  const options = words.filter(word => word.startsWith('--'));
  const names = words.filter(word => /^[a-z]+$/.test(word));
  const sizes = words.filter(word => /^\d+$/.test(word)).map(Number);
  const known = [...Object.keys(parts), ...Object.keys(otherParts)];
  const strange =
    options.some(option => !['--peers', '--quick', '--now'].includes(option)) ||
    names.some(name => ![...known, 'none'].includes(name)) ||
    options.length + names.length + sizes.length < words.length;
  if (strange) throw new Error(usage);

  undoOnSignals();
  const chosen = names.length > 0 ? names : known.filter(name => name !== 'floods');
  checkTools(chosen.includes('floods') ? ['cc'] : []);
  const effort: Effort = {quick: options.includes('--quick')};
  say('building …');
  const [polls, refreshes] = await Promise.all(
    ['test/bench/entry-polls.ts', 'test/bench/entry-refreshes.ts'].map(bundle),
  );
  if (!polls || !refreshes) throw new Error('nothing was built');
  const built: Built = {program: bundleProgram(), polls, refreshes};
  if (!options.includes('--now')) await waitForQuiet();
  stdout.write(`${machineText()}\n\n`);
  const rows: Row[] = [];
  const sizesOrAll = sizes.length > 0 ? sizes : [200, 5000, 48_000];
  for (const sockets of sizesOrAll) {
    for (const share of [0, churn]) rows.push(...(await measure(sockets, share, chosen, built, effort)));
  }
  for (const [name, part] of Object.entries(otherParts)) {
    if (!chosen.includes(name)) continue;
    say(`${name} …`);
    rows.push(...(await withNoise(() => part(built, effort))));
  }
  if (rows.length > 0) stdout.write(`${tableText(rows)}\n\n${noiseRange(rows.flatMap(({noise}) => noise ?? []))}\n\n`);
  if (options.includes('--peers')) {
    for (const sockets of sizesOrAll) stdout.write(`${await besidePeers(sockets, built, effort)}\n\n`);
  }
  stdout.write(`${loadText('end')}.\n`);
}

async function besidePeers(sockets: number, built: Built, effort: Effort): Promise<string> {
  const load = await openLoad(sockets, 0);
  try {
    say(`${nameOf(load)}: peers …`);
    return await measurePeers(load, built, effort);
  } finally {
    load.end();
  }
}

/** The rows of a measurement, each with what other programs took of the machine meanwhile. */
async function withNoise(work: () => Promise<readonly Row[]>): Promise<readonly Row[]> {
  const end = listenToMachine();
  const rows = await work();
  const noise = end();
  return rows.map(row => ({...row, noise}));
}

/** All chosen parts with one load. Where sockets come and go, a start is not measured again. */
async function measure(
  sockets: number,
  share: number,
  chosen: readonly string[],
  built: Built,
  effort: Effort,
): Promise<readonly Row[]> {
  const isLarge = sockets >= large;
  if (isLarge && share > 0) return [];
  const isMeasured = (name: string): boolean => name in parts && !(startParts.includes(name) && share > 0);
  const names = isLarge ? ['large'] : chosen.filter(isMeasured);
  if (names.length === 0) return [];
  const load = await openLoad(sockets, share);
  const rows: Row[] = [];
  try {
    for (const name of names) {
      say(`${nameOf(load)}: ${name} …`);
      const part = isLarge ? measureLarge : parts[name];
      rows.push(...(await withNoise(async () => (await part?.(load, built, effort)) ?? [])));
    }
  } finally {
    load.end();
  }
  return rows;
}

function checkTools(more: readonly string[]): void {
  if (process.geteuid?.() !== 0) throw new Error('the benchmark takes root: it makes network namespaces');
  const missing = ['ip', 'ss', 'python3', 'bash', 'watch', 'htop', ...more].filter(tool => !isInstalled(tool));
  if (missing.length > 0) throw new Error(`not installed here: ${missing.join(', ')}`);
}

async function waitForQuiet(): Promise<void> {
  const end = Date.now() + quietLimit;
  while ((loadavg()[0] ?? 0) >= quiet) {
    if (Date.now() > end) return say('the machine is not quiet; measuring all the same');
    say(`waiting for a quiet machine (load ${loadavg()[0]?.toFixed(2)}) …`);
    await pause(15_000);
  }
}

function machineText(): string {
  const ss = execFileSync('ss', ['-V'], {encoding: 'utf8'}).trim();
  const kernel = readFileSync('/proc/sys/kernel/osrelease', 'utf8').trim();
  const [cpu] = cpus();
  const machine = `${cpus().length} cores (${cpu?.model ?? 'unknown'}), Linux ${kernel}`;
  return `${machine}, Node ${process.version}, ${ss}. ${loadText('start')}.`;
}

const loadText = (when: string): string =>
  `Load average at the ${when}: ${loadavg()
    .map(each => each.toFixed(2))
    .join(', ')} (1, 5, 15 minutes)`;

try {
  await main(argv.slice(2));
  process.exit(0);
} catch (error) {
  say(error instanceof Error ? error.message : String(error));
  process.exit(1);
}
