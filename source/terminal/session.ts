import type {Effect, Event} from '../app/state/event.ts';
import {preparePoll} from '../app/state/prepare-poll.ts';
import {initialState, type Settings, type Start} from '../app/state/state.ts';
import type {TypeFilter} from '../app/table/type-filter.ts';
import type {Collector} from '../domain/snapshot.ts';
import {trusted} from '../domain/text.ts';
import {toScreen} from '../screens/screen.ts';
import {type Cleanup, createCleanup} from './cleanup.ts';
import {copySequence} from './clipboard.ts';
import {createEffects} from './effects.ts';
import {createHandoff, type Handoff, realHandoffEdges} from './handoff.ts';
import {runInSlices} from './in-slices.ts';
import {createListBuilder} from './list-builder.ts';
import type {MountedScreen, Suspend} from './mounted-screen.ts';
import {drawWhenWritten, holdSizes, onceWritten, queueWrites} from './output.ts';
import {type Prepare, quickPoll, startRefreshLoop} from './refresh-loop.ts';
import {clearScreen, enterScreen, leaveScreen, wholeFrame} from './screen-sequences.ts';
import type {SessionEdges} from './session-edges.ts';
import {createStore, type Store} from './store.ts';
import {onSizeSettled} from './tty.ts';

export type SessionOptions = {
  readonly collector: Collector;
  readonly settings: Settings;
  readonly typeFilter: TypeFilter;
  readonly start: Start;
};

/**
 * The full screen, from its first frame until the user quits, a signal ends it or it crashes. Rejects with the error of a
 * crash, with the terminal restored. Its variables live as long as the program, so none may hold a snapshot.
 */
export async function runSession(options: SessionOptions, edges: SessionEdges): Promise<void> {
  const cleanup = createCleanup();
  const outcome = await untilEnd(options, edges, cleanup).finally(cleanup.run);
  if (outcome.signal !== null) await edges.exitBySignal(outcome.signal);
  queueWrites(false);
  if (outcome.errors.length > 0) throw outcome.errors[0];
}

type Outcome = {readonly signal: NodeJS.Signals | null; readonly errors: readonly unknown[]};

async function untilEnd(options: SessionOptions, edges: SessionEdges, cleanup: Cleanup): Promise<Outcome> {
  const {collector, settings, typeFilter, start} = options;
  const {stdout} = edges;
  let carryOut: (effect: Effect) => void = () => {};
  const size = {columns: stdout.columns, rows: stdout.rows};
  const store = createStore(initialState(settings, size, typeFilter, Date.now(), start), effect => carryOut(effect));
  const prepare: Prepare = snapshot => runInSlices(preparePoll(store.state, snapshot));
  // The first frame shows the sockets. Their owners follow: finding them takes longer than the rest of the start.
  await quickPoll(collector, prepare).then(first => first && store.dispatch(first));
  cleanup.add(() => collector.close());
  cleanup.add(edges.endTools);

  let screen: MountedScreen | null = null;
  let suspend: Suspend | null = null;
  const redraw = onceWritten(stdout, () => {
    // The terminal may have been handed over while output was on its way.
    if (handoff.isSuspended() || !screen) return;
    stdout.write(clearScreen);
    screen.clear();
    store.dispatch({type: 'ticked', now: Date.now()});
  });
  const handoff = createHandoff(() => suspend, redraw, realHandoffEdges(edges.keyboard));
  cleanup.add(handoff.end);
  // Signals are heard before anything is drawn.
  const stop = (): void => void handoff.stop(false);
  edges.process.on('SIGTSTP', stop);
  cleanup.add(() => void edges.process.off('SIGTSTP', stop));
  const signals = edges.onTerminationSignals(handoff.isForThisProgram);
  cleanup.add(signals.stop);

  screen = await openScreen(store, edges, ready => {
    suspend = ready;
  });
  queueWrites(true);
  cleanup.add(holdSizes(stdout));
  cleanup.add(onSizeSettled(redraw));
  if (stdout.columns !== size.columns || stdout.rows !== size.rows) redraw();
  carryOut = startWork(store, prepare, handoff, screen, redraw, cleanup, options, edges);

  const errors = hearCrashes(edges, screen, cleanup);
  cleanup.add(screen.unmount);
  const signal = await Promise.race([screen.waitUntilExit().then(() => null), signals.heard]);
  return {signal, errors};
}

/** Enters the alternate screen, draws the first frame on it, and has Ink take over once it is loaded. */
async function openScreen(
  store: Store,
  {stdout, keyboard, firstFrame, loadMount}: SessionEdges,
  onReady: (suspend: Suspend) => void,
): Promise<MountedScreen> {
  // A key that the terminal echoes into the last line would move the whole screen up.
  keyboard.setRawMode(true);
  // Ink does not enter the alternate screen (build/ink-leaves.ts); it draws over this frame from the first row on.
  stdout.write(enterScreen + wholeFrame(firstFrame(toScreen(store.state()), stdout.columns) ?? ''));
  try {
    const mount = await loadMount();
    return mount(drawWhenWritten(store, stdout), keyboard, onReady);
  } catch (error) {
    stdout.write(leaveScreen);
    throw error;
  }
}

/** Starts everything that runs beside the screen. Returns what carries out the effects of keys. */
function startWork(
  store: Store,
  prepare: Prepare,
  handoff: Handoff,
  screen: MountedScreen,
  redraw: () => void,
  cleanup: Cleanup,
  {collector, settings}: SessionOptions,
  edges: SessionEdges,
): (effect: Effect) => void {
  const names = edges.createHostNameFinder((address, name) => store.dispatch({type: 'host-named', address, name}));
  cleanup.add(names.stop);
  const interval = settings.interval === null ? null : settings.interval * 1000;
  const firstPoll = Promise.withResolvers<void>();
  const onPoll = (event: Event): void => {
    store.dispatch(event);
    firstPoll.resolve();
  };
  const refreshLoop = startRefreshLoop(collector, interval, onPoll, prepare);
  cleanup.add(refreshLoop.stop);
  const carryOut = createEffects(
    {
      ...edges.actions,
      refreshLoop,
      buildList: createListBuilder(store),
      copy: text => void edges.stdout.write(copySequence(text)),
      redraw,
      findNames: names.find,
      pageLsof: async socket => {
        const isShown = await handoff.page(await edges.lsofText(socket), edges.pagerEnvironment);
        return isShown ? null : trusted('no pager could be started: name one in PAGER, or install less');
      },
      suspend: () => void handoff.stop(true),
      quit: screen.unmount,
    },
    store.dispatch,
  );
  cleanup.add(() => carryOut({type: 'stop-inspecting'}));
  // Saved text may be of another host.
  if (collector.id !== 'saved') cleanup.add(edges.startHostLoad(store.dispatch, firstPoll.promise));
  const clock = setInterval(() => {
    const {pausedAt, failure} = store.state();
    if (pausedAt !== null || failure) store.dispatch({type: 'ticked', now: Date.now()});
  }, 1000);
  cleanup.add(() => clearInterval(clock));
  return carryOut;
}

/** Ends the screen on an error that nobody caught; returns those errors as they come. Ink's own `unmount` takes no error, against its type. */
function hearCrashes({process}: SessionEdges, screen: MountedScreen, cleanup: Cleanup): readonly unknown[] {
  const errors: unknown[] = [];
  const crash = (error: unknown): void => {
    errors.push(error);
    screen.unmount();
  };
  process.on('uncaughtException', crash);
  process.on('unhandledRejection', crash);
  cleanup.add(() => {
    process.off('uncaughtException', crash);
    process.off('unhandledRejection', crash);
  });
  return errors;
}
