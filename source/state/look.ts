import type {Judgement} from '../assess/judge.ts';
import type {Snapshot} from '../model/snapshot.ts';
import {type Narrow, narrowRows} from '../table/narrow.ts';
import {order} from '../table/order.ts';
import {summarise} from '../table/summary.ts';
import type {Look} from './state.ts';

/** Narrows, groups and counts what was judged. */
export function arrange(snapshot: Snapshot, judgement: Judgement, narrow: Narrow): Look {
  const {rows, hiddenLoopback} = narrowRows(judgement.rows, narrow);
  return {snapshot, judgement, groups: order(rows), summary: summarise(rows), hiddenLoopback};
}
