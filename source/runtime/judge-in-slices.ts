import {setImmediate} from 'node:timers/promises';
import {type Judgement, judging} from '../assess/judge.ts';
import type {Snapshot} from '../model/snapshot.ts';
import type {ServiceNames} from '../services/names.ts';

/** Milliseconds of work between which keys have their turn. */
const slice = 10;

/** Judges a look without keeping the event loop for long. */
export async function judgeInSlices({sockets}: Snapshot, nameOf: ServiceNames, before: Judgement): Promise<Judgement> {
  const steps = judging(sockets, nameOf, before);
  let end = performance.now() + slice;
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    if (performance.now() < end) continue;
    await setImmediate();
    end = performance.now() + slice;
  }
}
