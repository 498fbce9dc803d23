import {makeTexts} from '../app/state/build-list.ts';
import type {Effect} from '../app/state/event.ts';
import type {Collector} from '../domain/snapshot.ts';
import {trusted} from '../domain/text.ts';
import type {Cleanup} from './cleanup.ts';
import {copySequence} from './clipboard.ts';
import {createEffects} from './effects.ts';
import type {Handoff} from './handoff.ts';
import {runInSlices} from './in-slices.ts';
import {createListBuilder} from './list-builder.ts';
import type {MountedScreen} from './mounted-screen.ts';
import {type Prepare, startRefreshLoop} from './refresh-loop.ts';
import type {SessionEdges} from './session-edges.ts';
import type {Store} from './store.ts';

/** The parts of a session that its work acts on. */
export type SessionParts = {
  readonly collector: Collector;
  readonly store: Store;
  readonly prepare: Prepare;
  readonly handoff: Handoff;
  readonly screen: MountedScreen;
  readonly redraw: () => void;
  readonly cleanup: Cleanup;
};

/** Milliseconds after the first poll in which the screen is drawn, and evidence comes. */
const untilStarted = 1500;

/**
 * Starts everything that runs beside the screen: polls, lookups, clock. Returns the function that carries out an
 * effect.
 */
export function startSessionWork(
  {collector, store, prepare, handoff, screen, redraw, cleanup}: SessionParts,
  edges: SessionEdges,
): (effect: Effect) => void {
  const names = edges.createHostNameFinder((address, name) => store.dispatch({type: 'host-named', address, name}));
  cleanup.add(names.stop);
  const seconds = store.state().settings.interval;
  const interval = seconds === null ? null : seconds * 1000;
  const refreshLoop = startRefreshLoop(collector, interval, store.dispatch, prepare);
  cleanup.add(refreshLoop.stop);
  edges.tightenHeap('firstRows');
  void refreshLoop.firstPoll.then(() => edges.tightenHeap('firstPoll'));
  const carryOut = createEffects(
    {
      ...edges.actions,
      refreshLoop,
      buildList: createListBuilder(store),
      makeTexts: () => void runInSlices(makeTexts(store.state)),
      // A terminal shows nothing for it, so it may stand between two frames.
      ring: () => void edges.stdout.write('\x07'),
      copy: text => void edges.stdout.write(copySequence(text)),
      redraw,
      findNames: names.find,
      pageLsof: async (socket, signal) => {
        const text = await edges.lsofText(socket, signal);
        if (signal.aborted) return null;
        const isShown = await handoff.page(text, edges.pagerEnvironment);
        return isShown ? null : trusted('no pager could be started: name one in PAGER, or install less');
      },
      suspend: () => void handoff.stop(true),
      quit: screen.unmount,
    },
    store.dispatch,
  );
  cleanup.add(() => carryOut({type: 'stop-inspecting'}));
  // Saved text may be of another host.
  if (collector.id !== 'saved') cleanup.add(edges.startHostLoad(store.dispatch, refreshLoop.firstPoll));
  const clock = setInterval(() => {
    const {pausedAt, failure} = store.state();
    if (pausedAt !== null || failure) store.dispatch({type: 'ticked', now: Date.now()});
  }, 1000);
  cleanup.add(() => clearInterval(clock));
  let started: NodeJS.Timeout | undefined;
  void refreshLoop.firstPoll.then(() => {
    started = setTimeout(edges.onStarted, untilStarted);
  });
  cleanup.add(() => clearTimeout(started));
  return carryOut;
}
