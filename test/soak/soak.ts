import assert from 'node:assert/strict';
import {readdirSync} from 'node:fs';
import type {TestContext} from 'node:test';
import {setTimeout as pause} from 'node:timers/promises';
import {median} from '../bench/statistics.ts';
import {openTerminal, type Terminal} from '../bench/terminal.ts';
import {memoryOf} from '../bench/use.ts';
import {openHost} from '../e2e/helpers/host.ts';
import {portwatch} from '../e2e/helpers/portwatch.ts';
import {createChurn} from './churn.ts';

/** What keys are pressed meanwhile; each ends at the first line of the list as it was. */
const tours: readonly (readonly string[])[] = [
  ['jjjkG', 'g'],
  ['?', 'jj', 'q'],
  ['sS', 'S<'],
  ['/', 'is:loopback', '\r', '/', '\x15\r'],
  ['vvVV'],
  ['H', 'q'],
  ['L', 'L'],
  ['**', 'tt', 'uu', 'PP'],
  ['p', 'p'],
  ['\t\t', '\x0c', 'g'],
  ['j\r', 'jj', ']', 'q', 'g'],
  ['nnN', 'g'],
];
/** A shorter run makes no TCP connections: each stays in TIME_WAIT for a minute, and the end waits for them. */
export const fewLooks = 5000;
/** Polls from one tour to the next. */
const betweenTours = 8;
/** Milliseconds. Keys of one write arrive together; none is ESC, which has to come alone. */
const betweenKeys = 25;
const patience = 20_000;

/** Of the program, at one moment: resident memory in MB, open descriptors. */
type Sample = {readonly resident: number; readonly descriptors: number};

export type Soaked = {
  /** Milliseconds from a change and the key `r` to the change on the screen. */
  readonly delays: readonly number[];
  readonly samples: readonly Sample[];
  readonly seconds: number;
  /** What the program then shows, and what one that was started only then shows. */
  readonly screens: readonly [soaked: string, fresh: string];
};

/** Runs the built program for this many polls, each of which has to show a change on the screen within patience. */
export async function soak(t: TestContext, polls: number): Promise<Soaked> {
  const host = await openHost(t);
  const start = (): Terminal => {
    const terminal = openTerminal([...host.within, ...portwatch, '-i', '0.2'], {LANG: 'C.UTF-8'});
    t.after(() => terminal.close());
    return terminal;
  };
  await host.hold(['listen tcp 0.0.0.0 22', 'listen tcp 127.0.0.1 631', 'listen udp 0.0.0.0 5353']);
  const churn = createChurn(await host.hold([]), polls >= fewLooks);
  const terminal = start();
  const delays: number[] = [];
  const samples: Sample[] = [];
  const startedAt = performance.now();
  const between = Math.max(1, Math.floor(polls / 90));
  for (let poll = 0; poll < polls; poll++) {
    const tour = poll % betweenTours === 0 ? tours[(poll / betweenTours) % tours.length] : [];
    for (const keys of tour ?? []) {
      terminal.type(keys);
      await pause(betweenKeys);
    }
    const newest = await churn.step(poll);
    const changedAt = performance.now();
    terminal.type('r');
    const shownAt = await terminal.until(lines => lines.some(line => line.includes(newest)), patience);
    assert.ok(shownAt !== null, `look ${poll} never showed ${newest}:\n${terminal.lines().join('\n')}`);
    delays.push(shownAt - changedAt);
    if (poll % between === between - 1) samples.push(sampleOf(terminal.pid));
  }
  const seconds = (performance.now() - startedAt) / 1000;
  const fresh = start();
  await terminal.until(isSettled, longest);
  await fresh.until(isSettled, longest);
  for (const each of [terminal, fresh]) each.type('g');
  const shows = (each: Terminal): string => withoutClock(each.lines());
  await terminal.until(lines => withoutClock(lines) === shows(fresh), patience);
  return {delays, samples, seconds, screens: [shows(terminal), shows(fresh)]};
}

/** Milliseconds: longer than a connection stays in TIME_WAIT. */
const longest = 90_000;

/** Nothing is marked as new, changed or closed, and nothing is about to go by itself. */
const isSettled = (lines: readonly string[]): boolean =>
  lines.some(line => /^\d+ sockets? /.test(line)) && !lines.some(line => /^[ ›]?[*~x] |TIME_WAIT/.test(line));

/** What is on a screen, without the load and the time at the end of its first line. */
const withoutClock = ([first = '', ...rest]: readonly string[]): string =>
  [first.replace(/ {2,}load .*$| +[\d:]+$/, ''), ...rest].join('\n');

const sampleOf = (pid: number): Sample => ({
  resident: memoryOf(pid).now,
  descriptors: readdirSync(`/proc/${pid}/fd`).length,
});

/** The medians of the thirds of a run. */
export function thirds(values: readonly number[]): readonly [first: number, middle: number, last: number] {
  const third = (index: number): number =>
    median(values.slice((index * values.length) / 3, ((index + 1) * values.length) / 3));
  return [third(0), third(1), third(2)];
}
