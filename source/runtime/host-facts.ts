import {readLoad} from '../collect/systeminformation/host-facts.ts';
import {askOsName} from '../collect/systeminformation/os-name.ts';
import type {Event} from '../state/event.ts';

/** Milliseconds between readings of load and interface rates: they spawn commands, so they keep their own slow timer. */
const loadInterval = 5000;

/** Tells the state the name of the system once and its load again and again. `script` is this program's own file. Returns how to stop. */
export function startHostFacts(dispatch: (event: Event) => void, script: string): () => void {
  const stopping = new AbortController();
  const {signal} = stopping;
  let timer: NodeJS.Timeout | undefined;
  const readAgain = async (): Promise<void> => {
    const load = await readLoad().catch(() => null);
    if (signal.aborted) return;
    if (load) dispatch({type: 'loaded', load});
    timer = setTimeout(() => void readAgain(), loadInterval);
    timer.unref();
  };
  const readAll = async (): Promise<void> => {
    const name = await askOsName(script, signal).catch(() => null);
    if (signal.aborted) return;
    if (name) dispatch({type: 'os-named', name});
    await readAgain();
  };
  void readAll();
  return () => {
    stopping.abort();
    clearTimeout(timer);
  };
}
