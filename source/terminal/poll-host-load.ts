import type {Event} from '../app/state/event.ts';
import {createHostLoadReader} from '../collect/host-load.ts';
import {readOsName} from '../system/os-name.ts';

/** Milliseconds between readings. On some systems a reading spawns commands, so it does not follow every poll. */
const loadInterval = 5000;

/**
 * Dispatches the name of the operating system once and its load periodically, from the end of `after` on, so that the
 * first poll has the processor to itself. Returns the function that stops it.
 */
export function startHostLoad(dispatch: (event: Event) => void, after: Promise<void>): () => void {
  const readLoad = createHostLoadReader();
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
