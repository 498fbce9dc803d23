import {arranging, isArranged, isSameList} from '../app/state/build-list.ts';
import {inSlices} from './in-slices.ts';
import type {Store} from './store.ts';

/** What arranges the list as the state asks for it, from its last key: what was begun for an earlier one is given up. */
export function createArranger({state, dispatch}: Pick<Store, 'state' | 'dispatch'>): () => void {
  let isBusy = false;
  const arrangeAll = async (): Promise<void> => {
    for (;;) {
      const asked = state();
      const {look} = asked;
      if (!look || isArranged(asked)) return;
      const isWanted = (): boolean => state().look?.judgement === look.judgement && isSameList(asked, state());
      const arranged = await inSlices(arranging(asked, look.snapshot, look.judgement), isWanted);
      if (arranged) dispatch({type: 'arranged', look: arranged});
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
