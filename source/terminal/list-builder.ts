import {buildList, isListCurrent, wantSameList} from '../app/state/build-list.ts';
import {runInSlices} from './in-slices.ts';
import type {Store} from './store.ts';

/** What arranges the list as the state asks for it, from its last key: what was begun for an earlier one is given up. */
export function createListBuilder({state, dispatch}: Pick<Store, 'state' | 'dispatch'>): () => void {
  let isBusy = false;
  const arrangeAll = async (): Promise<void> => {
    for (;;) {
      const asked = state();
      const {list} = asked;
      if (!list || isListCurrent(asked)) return;
      const isWanted = (): boolean => state().list?.assessed === list.assessed && wantSameList(asked, state());
      const arranged = await runInSlices(buildList(asked, list.snapshot, list.assessed), isWanted);
      if (arranged) dispatch({type: 'list-built', list: arranged});
    }
  };
  return () => {
    if (isBusy) return;
    isBusy = true;
    void arrangeAll().finally(() => {
      isBusy = false;
    });
  };
}
