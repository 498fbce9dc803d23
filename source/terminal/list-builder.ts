import {isListCurrent} from '../app/state/build-list.ts';
import {rebuildList} from '../app/state/rebuild-list.ts';
import {runInSlices} from './in-slices.ts';
import type {Store} from './store.ts';

/**
 * Carries out the effect `build-list`: builds the list that the state requests, in slices, until it is the current one.
 */
export function createListBuilder({state, dispatch}: Pick<Store, 'state' | 'dispatch'>): () => void {
  let isBusy = false;
  const build = async (): Promise<void> => {
    while (state().list && !isListCurrent(state())) {
      const list = await runInSlices(rebuildList(state));
      if (list) dispatch({type: 'list-built', list});
    }
  };
  return () => {
    if (isBusy) return;
    isBusy = true;
    void build().finally(() => {
      isBusy = false;
    });
  };
}
