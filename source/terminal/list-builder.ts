import {isListCurrent} from '../app/state/build-list.ts';
import {rebuildList} from '../app/state/rebuild-list.ts';
import type {ListState} from '../app/state/state.ts';
import type {Task} from '../domain/task.ts';
import {runInSlices, workOn} from './in-slices.ts';
import type {Store} from './store.ts';

/** Milliseconds of work before the frame that answers a key. A list that takes longer comes with a later frame. */
const atOnce = 25;

/**
 * Carries out the effect `build-list`: builds the list that the state requests, at once where it is soon done, else in
 * slices, until it is the current one.
 */
export function createListBuilder({state, dispatch}: Pick<Store, 'state' | 'dispatch'>): () => void {
  let isBusy = false;
  const take = (list: ListState | null): void => {
    if (list) dispatch({type: 'list-built', list});
  };
  const finishInSlices = async (begun: Task<ListState | null>): Promise<void> => {
    take(await runInSlices(begun));
    while (state().list && !isListCurrent(state())) take(await runInSlices(rebuildList(state)));
  };
  return () => {
    if (isBusy) return;
    const task = rebuildList(state);
    const step = workOn(task, atOnce);
    if (step.done) return take(step.value);
    isBusy = true;
    void finishInSlices(task).finally(() => {
      isBusy = false;
    });
  };
}
