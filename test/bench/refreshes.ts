import {readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import type {MemoryAt} from './entry-refreshes.ts';
import type {Built, Effort} from './part.ts';
import {median} from './statistics.ts';
import {limited, type Row} from './table.ts';
import {openTerminal} from './terminal.ts';

const most = 5;

/**
 * What resident memory gains over many refreshes of the real full screen, driven as fast as it goes by made-up polls.
 */
export async function measureRefreshes({refreshes}: Built, {quick}: Effort): Promise<readonly Row[]> {
  const count = quick ? 4000 : 20_000;
  const file = join(tmpdir(), `portwatch-bench-${process.pid}.memory`);
  rmSync(file, {force: true});
  const start = performance.now();
  const terminal = openTerminal([process.execPath, refreshes, String(count), file]);
  await terminal.ended;
  const seconds = (performance.now() - start) / 1000;
  const samples = readSamples(file, terminal.lines());
  await terminal.close();
  // The first tenth fills caches; a tenth of samples evens out what the garbage collector does in between.
  const tenth = (from: number): number =>
    median(samples.slice((from * samples.length) / 10, ((from + 1) * samples.length) / 10).map(each => each.resident));
  const growth = tenth(9) - tenth(1);
  const detail = [1, 3, 5, 7, 9].map(at => tenth(at).toFixed(0)).join(', ');
  return [
    limited(
      `growth of resident memory over ${count.toLocaleString('en')} refreshes`,
      Math.abs(growth),
      most,
      ' MB',
      `${detail} MB on the way; ${(count / seconds).toFixed(0)} a second, at most 15 frames`,
    ),
  ];
}

function readSamples(file: string, screen: readonly string[]): readonly MemoryAt[] {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as readonly MemoryAt[];
  } catch {
    throw new Error(`the full screen ended before its time:\n${screen.join('\n')}`);
  } finally {
    rmSync(file, {force: true});
  }
}
