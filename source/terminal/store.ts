import type {Effect, Event} from '../app/state/event.ts';
import type {State} from '../app/state/state.ts';
import {update} from '../app/state/update.ts';
import {measurePage} from '../screens/page.ts';

/** Holds the state. An event changes it by `update`. */
export type Store = {
  readonly state: () => State;
  /** A number that grows with every new state. */
  readonly version: () => number;
  readonly dispatch: (event: Event) => void;
  /** A listener is called after each event that made a new state. */
  readonly subscribe: (listener: (event: Event) => void) => () => void;
};

/** The store as the screen sees it: its listeners are called when it is time for a frame. */
export type DrawnStore = Omit<Store, 'subscribe'> & {readonly subscribe: (listener: () => void) => () => void};

/** `carryOut` gets the effects of every event, after the listeners have run. */
export function createStore(initial: State, carryOut: (effect: Effect) => void): Store {
  let state = initial;
  let version = 0;
  const listeners = new Set<(event: Event) => void>();
  return {
    state: () => state,
    version: () => version,
    dispatch: event => {
      const [next, effects] = update(state, event, measurePage);
      if (next !== state) {
        state = next;
        version++;
        for (const listener of listeners) listener(event);
      }
      for (const effect of effects) carryOut(effect);
    },
    subscribe: listener => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
