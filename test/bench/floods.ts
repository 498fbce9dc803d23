import {readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {setTimeout as pause} from 'node:timers/promises';
import {buildFlood, type FloodKind, floodKinds, openFlood} from './flood.ts';
import {press} from './keys.ts';
import {showsRows} from './live.ts';
import {type Load, openLoad} from './load.ts';
import type {Built, Effort} from './part.ts';
import {longestStall, preload} from './stalls.ts';
import {median, short} from './statistics.ts';
import {limited, type Row} from './table.ts';
import {openTerminal} from './terminal.ts';
import {cpuOf} from './use.ts';

/** How many of each kind are wanted; a machine may allow less, which the row names. */
const floods: readonly {readonly kind: FloodKind; readonly count: number}[] = [
  {kind: 'descriptors', count: 19_000},
  {kind: 'threads', count: 100_000},
  {kind: 'leaderless', count: 100_000},
  {kind: 'processes', count: 50_000},
  {kind: 'sharers', count: 50_000},
];
const sockets = 200;
/** Milliseconds. */
const startLimit = 60_000;
const pollLimit = 60_000;
/** The first poll, and refreshes after it: a full scan of all processes is among so many. */
const minPolls = 14;
const mostOfRefresh = 1000;
const mostOfKey = 100;

/**
 * The real program on a host with 200 sockets and a flood of descriptors, threads or processes: its refreshes, its CPU
 * time, and keys at any time.
 */
export async function measureFloods({program}: Built, {quick}: Effort): Promise<readonly Row[]> {
  const flooding = buildFlood();
  const load = await openLoad(sockets, 0);
  const rows: Row[] = [];
  try {
    for (const {kind, count} of floods) {
      const flood = await openFlood(flooding, kind, count, load.within);
      const name = `${flood.reached.toLocaleString('en')} ${floodKinds[kind]}`;
      try {
        rows.push(...(await measureFlood(name, load, program, quick)));
      } finally {
        flood.end();
      }
    }
  } finally {
    load.end();
  }
  return rows;
}

export async function measureFlood(name: string, load: Load, program: string, quick: boolean): Promise<readonly Row[]> {
  const [stalls, log] = ['stalls', 'log'].map(each => join(tmpdir(), `portwatch-bench-${process.pid}.${each}`));
  if (!stalls || !log) throw new Error('no files');
  const start = performance.now();
  const terminal = openTerminal(
    [...load.within, process.execPath, '--import', preload, program, '-i', '1', '--no-compact'],
    {STALL_FILE: stalls, PORTWATCH_DEBUG: log},
  );
  try {
    const shown = await terminal.until(showsRows, startLimit);
    if (shown === null) throw new Error(`no rows with ${name}:\n${terminal.lines().join('\n')}`);
    const [cpu, from, startedAt] = [cpuOf(terminal.pid), performance.now(), Date.now()];
    const {times, lost} = await press(terminal, quick ? 60 : 150);
    let polls = pollsIn(log);
    for (const limit = performance.now() + pollLimit; polls.length < minPolls && performance.now() < limit; ) {
      await pause(500);
      polls = pollsIn(log);
    }
    const share = (100 * (cpuOf(terminal.pid) - cpu)) / (performance.now() - from);
    const [first = Number.NaN, ...refreshes] = polls;
    const longest = refreshes.length > 0 ? Math.max(...refreshes) : Number.POSITIVE_INFINITY;
    return [
      limited(
        `refresh, ${name}: longest`,
        longest,
        mostOfRefresh,
        ' ms',
        `median ${short(median([...refreshes, longest]))} of ${refreshes.length}; ` +
          `first rows ${short(shown - start)}, first poll ${short(first)} ms; ${short(share)} % of a core`,
      ),
      limited(
        `key to screen, ${name}: worst`,
        Math.max(...times),
        mostOfKey,
        ' ms',
        `median ${short(median(times))} of ${times.length}, ${lost} lost; longest stall of the event loop ` +
          `${short(longestStall(stalls, startedAt))} ms`,
      ),
    ];
  } finally {
    await terminal.close();
    for (const file of [stalls, log]) rmSync(file, {force: true});
  }
}

/** Milliseconds of each poll with all its stages, from a debug log. */
function pollsIn(log: string): readonly number[] {
  return readFileSync(log, 'utf8')
    .trim()
    .split('\n')
    .map(
      line =>
        JSON.parse(line) as {
          readonly kind: string;
          readonly stages?: {readonly read: number; readonly prepare: number};
        },
    )
    .flatMap(({kind, stages}) => (kind === 'poll' && stages ? [stages.read + stages.prepare] : []));
}
