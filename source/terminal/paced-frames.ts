import type {Event} from '../app/state/event.ts';
import {type Output, onceWritten} from './output.ts';
import type {DrawnStore, Store} from './store.ts';

/** Whether the user waits for the frame after an event; no other frames come in quick succession. */
const isAwaited: Readonly<Record<Event['type'], boolean>> = {
  action: true,
  typed: true,
  'list-built': true,
  notified: true,
  paged: true,
  inspected: true,
  resized: true,
  ticked: true,
  polled: false,
  'poll-failed': false,
  'host-named': false,
  'os-named': false,
  'host-load-read': false,
};

/** Least milliseconds between two frames that nobody waits for. */
const restBetweenFrames = 66;

/**
 * The store, with listeners that are called at once where the user waits for the frame, and otherwise not more than 15
 * times a second. While output is queued they are not called, but once after it, for the newest state: a terminal that
 * is read slowly, or not at all for a while, gets fewer frames instead of a queue of old ones.
 */
export function paceFrames(store: Store, output: Output): DrawnStore {
  const listeners = new Set<() => void>();
  const draw = onceWritten(output, () => {
    for (const listener of listeners) listener();
  });
  let rest: NodeJS.Timeout | undefined;
  let isDue = false;
  const drawNow = (): void => {
    isDue = false;
    draw();
  };
  const drawAndRest = (): void => {
    drawNow();
    rest = setTimeout(() => {
      rest = undefined;
      if (isDue) drawAndRest();
    }, restBetweenFrames).unref();
  };
  store.subscribe(({type}) => {
    if (isAwaited[type]) drawNow();
    else if (rest === undefined) drawAndRest();
    else isDue = true;
  });
  return {
    ...store,
    subscribe: listener => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
