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
  readonly subscribe: (listener: () => void) => () => void;
};

/** `carryOut` gets the effects of every event, after the listeners have run. */
export function createStore(initial: State, carryOut: (effect: Effect) => void): Store {
  let state = initial;
  let version = 0;
  const listeners = new Set<() => void>();
  return {
    state: () => state,
    version: () => version,
    dispatch: event => {
      const [next, effects] = update(state, event, measurePage);
      if (next !== state) {
        state = next;
        version++;
        for (const listener of listeners) listener();
      }
      for (const effect of effects) carryOut(effect);
    },
    subscribe: listener => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
