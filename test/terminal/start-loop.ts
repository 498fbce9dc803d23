import assert from 'node:assert/strict';
import type {TestContext} from 'node:test';
import {setImmediate as turn} from 'node:timers/promises';
import type {Event} from '../../source/app/state/event.ts';
import {preparePoll} from '../../source/app/state/prepare-poll.ts';
import type {Collector, Snapshot} from '../../source/domain/snapshot.ts';
import {finish} from '../../source/domain/task.ts';
import {type RefreshLoop, startRefreshLoop} from '../../source/terminal/refresh-loop.ts';
import {snapshot} from '../helpers/build.ts';
import {exampleState} from '../helpers/example-host.ts';

/** Milliseconds. */
export const interval = 2000;

type Bench = {
  readonly loop: RefreshLoop;
  readonly events: readonly Event[];
  /** Polls that were begun, and the most that ran at one time. */
  readonly begun: () => number;
  readonly mostAtOnce: () => number;
  /** Ends the poll under way after it took so long, and so much CPU time. */
  readonly finish: (took?: number, cpu?: number) => Promise<void>;
  readonly bringEvidence: () => void;
  readonly fail: (error: unknown) => Promise<void>;
  readonly pass: (milliseconds: number) => Promise<void>;
};

const state = exampleState({columns: 80, rows: 24}, []);
export const prepare = async (taken: Snapshot) => finish(preparePoll(() => state, taken));

/** A loop over a collector that polls as long as the test wants, on a clock that the test moves. */
export function startLoop(t: TestContext, every: number | null = interval): Bench {
  t.mock.timers.enable({apis: ['setTimeout']});
  let now = 0;
  t.mock.method(performance, 'now', () => now);
  const events: Event[] = [];
  const running: PromiseWithResolvers<Snapshot>[] = [];
  let begun = 0;
  let mostAtOnce = 0;
  const poll = (): Promise<Snapshot> => {
    const result = Promise.withResolvers<Snapshot>();
    running.push(result);
    begun++;
    mostAtOnce = Math.max(mostAtOnce, running.length);
    return result.promise;
  };
  const pass = async (milliseconds: number): Promise<void> => {
    now += milliseconds;
    t.mock.timers.tick(milliseconds);
    await turn();
  };
  const end = async (settle: (result: PromiseWithResolvers<Snapshot>) => void): Promise<void> => {
    const result = running.shift();
    assert.ok(result, 'a poll is under way');
    settle(result);
    await turn();
  };
  let cpu = 0;
  let hear = (): void => {};
  const onEvidence = (listener: () => void): void => {
    hear = listener;
  };
  const collector: Collector = {id: 'procfs', poll, onEvidence, close: () => {}};
  const loop = startRefreshLoop(
    collector,
    every,
    event => events.push(event),
    prepare,
    () => cpu,
  );
  return {
    loop,
    events,
    begun: () => begun,
    mostAtOnce: () => mostAtOnce,
    bringEvidence: () => hear(),
    finish: async (took = 0, used = 0) => {
      cpu += used;
      await pass(took);
      await end(({resolve}) => resolve(snapshot([])));
    },
    fail: error => end(({reject}) => reject(error)),
    pass,
  };
}
