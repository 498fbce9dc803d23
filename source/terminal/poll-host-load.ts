import type {Event} from '../app/state/event.ts';
import {readLoad} from '../collect/host-load.ts';
import {readOsName} from '../system/os-name.ts';

/** Milliseconds between readings of load and interface rates: where they spawn commands, they are not for every poll. */
const loadInterval = 5000;

/**
 * Tells the state the name of the system once and its load again and again, both once `after` is done: they take processors from
 * what is more urgent. Returns how to stop.
 */
export function startHostLoad(dispatch: (event: Event) => void, after: Promise<void>): () => void {
  let isStopped = false;
  let timer: NodeJS.Timeout | undefined;
  const readAgain = async (): Promise<void> => {
    const load = await readLoad().catch(() => null);
    if (isStopped) return;
    if (load) dispatch({type: 'host-load-read', load});
    timer = setTimeout(() => void readAgain(), loadInterval);
    timer.unref();
  };
  const readAll = async (): Promise<void> => {
    await after;
    if (isStopped) return;
    const name = await readOsName();
    if (isStopped) return;
    dispatch({type: 'os-named', name});
    await readAgain();
  };
  void readAll();
  return () => {
    isStopped = true;
    clearTimeout(timer);
  };
}
