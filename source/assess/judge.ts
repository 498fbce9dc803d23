import type {Facts} from '../model/facts.ts';
import type {Socket} from '../model/socket.ts';
import type {ServiceNames} from '../services/names.ts';
import {type Assessment, assess} from './assessment.ts';
import {factsOf} from './facts.ts';
import {findListeners} from './listeners.ts';

/** A socket, what follows from it, and what the rules say of it. */
export type Judged = Facts & {readonly assessment: Assessment};

/** What `judge` keeps from one look for the next. */
export type Judgement = {
  readonly rows: readonly Judged[];
  readonly byKey: ReadonlyMap<string, Judged>;
  readonly signature: string;
};

export const noJudgement: Judgement = {rows: [], byKey: new Map(), signature: ''};

/**
 * Judges every socket of a look. A socket that is the very object of the look before keeps its row, unless the host's
 * listeners changed: direction and sessions follow from those.
 */
export function judge(sockets: readonly Socket[], nameOf: ServiceNames, before: Judgement = noJudgement): Judgement {
  const listeners = findListeners(sockets);
  const keeps = listeners.signature === before.signature;
  const byKey = new Map<string, Judged>();
  const rows = sockets.map(socket => {
    const old = keeps ? before.byKey.get(socket.key) : undefined;
    const row = old?.socket === socket ? old : judgeOne(factsOf(socket, listeners, nameOf));
    byKey.set(socket.key, row);
    return row;
  });
  return {rows, byKey, signature: listeners.signature};
}

const judgeOne = (facts: Facts): Judged => ({...facts, assessment: assess(facts)});
