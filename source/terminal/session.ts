import {isListCurrent} from '../app/state/build-list.ts';
import type {Effect} from '../app/state/event.ts';
import {preparePoll} from '../app/state/prepare-poll.ts';
import {initialState, type Settings, type Start} from '../app/state/state.ts';
import type {TypeFilter} from '../app/table/type-filter.ts';
import type {Collector} from '../domain/snapshot.ts';
import {toScreen} from '../screens/screen.ts';
import {type Cleanup, createCleanup} from './cleanup.ts';
import {createHandoff, realHandoffEdges} from './handoff.ts';
import {runInSlices} from './in-slices.ts';
import type {MountedScreen, Suspend} from './mounted-screen.ts';
import {deferResizes, onceWritten, queueWrites} from './output.ts';
import {paceFrames} from './paced-frames.ts';
import {type Prepare, quickPoll} from './refresh-loop.ts';
import {clearScreen, enterScreen, leaveScreen, wholeFrame} from './screen-sequences.ts';
import type {SessionEdges} from './session-edges.ts';
import {startSessionWork} from './session-work.ts';
import {createStore, type Store} from './store.ts';
import {onSizeSettled} from './tty.ts';

export type SessionOptions = {
  readonly collector: Collector;
  readonly settings: Settings;
  readonly typeFilter: TypeFilter;
  readonly start: Start;
};

/**
 * Runs the full screen from its first frame until the user quits, a signal arrives or it crashes. Rejects with the
 * error of a crash, with the terminal restored. Its variables live as long as the program, so none may hold a snapshot.
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
  // A list that a key requests comes first.
  const isListDue = (): boolean => !isListCurrent(store.state());
  const prepare: Prepare = snapshot => runInSlices(preparePoll(store.state, snapshot), isListDue);
  // The first frame shows sockets with pending owners, because finding the owners takes longer than the rest of the
  // start.
  await quickPoll(collector, prepare).then(first => first && store.dispatch(first));
  cleanup.add(() => collector.close());
  cleanup.add(edges.endTools);

  let screen: MountedScreen | null = null;
  let suspend: Suspend | null = null;
  const redraw = onceWritten(stdout, () => {
    // A handoff may have begun while output was queued.
    if (handoff.isSuspended() || !screen) return;
    stdout.write(clearScreen);
    screen.clear();
    store.dispatch({type: 'ticked', now: Date.now()});
  });
  const handoff = createHandoff(() => suspend, redraw, realHandoffEdges(edges.keyboard));
  cleanup.add(handoff.end);
  // The listeners for signals must stand before anything is drawn.
  const stop = (): void => void handoff.stop(false);
  edges.process.on('SIGTSTP', stop);
  cleanup.add(() => void edges.process.off('SIGTSTP', stop));
  const signals = edges.onTerminationSignals(handoff.isForThisProgram);
  cleanup.add(signals.stop);

  screen = await openScreen(store, edges, ready => {
    suspend = ready;
  });
  queueWrites(true);
  cleanup.add(deferResizes(stdout));
  cleanup.add(onSizeSettled(redraw));
  if (stdout.columns !== size.columns || stdout.rows !== size.rows) redraw();
  carryOut = startSessionWork({collector, store, prepare, handoff, screen, redraw, cleanup}, edges);

  const errors = collectCrashes(edges, screen, cleanup);
  cleanup.add(screen.unmount);
  const signal = await Promise.race([screen.waitUntilExit().then(() => null), signals.received]);
  return {signal, errors};
}

/**
 * Enters the alternate screen and draws the first frame; Ink takes over once it is loaded. Rejects where loading fails.
 */
async function openScreen(
  store: Store,
  {stdout, keyboard, firstFrame, loadMount}: SessionEdges,
  onReady: (suspend: Suspend) => void,
): Promise<MountedScreen> {
  // A key that the terminal echoes into the last line would move the whole screen up.
  keyboard.setRawMode(true);
  // Ink does not enter the alternate screen (build/patches/ink-alternate-screen.ts); it draws over this frame from the
  // first row on.
  stdout.write(enterScreen + wholeFrame(firstFrame(toScreen(store.state()), stdout.columns) ?? ''));
  try {
    const mount = await loadMount();
    return mount(paceFrames(store, stdout), keyboard, onReady);
  } catch (error) {
    stdout.write(leaveScreen);
    throw error;
  }
}

/**
 * Unmounts the screen on an uncaught error, and returns the growing list of these errors. Ink's `unmount` ignores its
 * argument.
 */
function collectCrashes({process}: SessionEdges, screen: MountedScreen, cleanup: Cleanup): readonly unknown[] {
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
