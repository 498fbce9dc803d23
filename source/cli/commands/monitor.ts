import type {Effect, Event} from '../../app/state/event.ts';
import {initialState} from '../../app/state/state.ts';
import type {Snapshot} from '../../domain/snapshot.ts';
import {trusted} from '../../domain/text.ts';
import {createInspector} from '../../inspect/inspector.ts';
import {lsofText} from '../../inspect/lsof-text.ts';
import {toScreen} from '../../screens/screen.ts';
import {themes} from '../../screens/text/themes.ts';
import {endTools} from '../../system/run-tool.ts';
import {writeNewFile} from '../../system/write-file.ts';
import {copySequence} from '../../terminal/clipboard.ts';
import {closeConnection, endOwner, mayCloseConnections, readOnlyActions} from '../../terminal/destructive-actions.ts';
import {createEffects} from '../../terminal/effects.ts';
import {createHandoff} from '../../terminal/handoff.ts';
import {createHostNameFinder} from '../../terminal/host-name-finder.ts';
import type {Terminal} from '../../terminal/ink/app.tsx';
import {firstScreen} from '../../terminal/ink/first-screen.ts';
import {createListBuilder} from '../../terminal/list-builder.ts';
import {drawWhenWritten, holdSizes, onceWritten, queueWrites} from '../../terminal/output.ts';
import {startHostLoad} from '../../terminal/poll-host-load.ts';
import {type PollResult, prepareInSlices} from '../../terminal/prepare-in-slices.ts';
import {quickPoll, startRefreshLoop} from '../../terminal/refresh-loop.ts';
import {exitBySignal, exitWithTerminal, onTerminationSignals} from '../../terminal/shutdown.ts';
import {createStore} from '../../terminal/store.ts';
import {onSizeSettled} from '../../terminal/tty.ts';
import type {Prepared} from '../prepare.ts';

const clearScreen = '\x1b[2J\x1b[H';
/** As Ink enters and leaves it: the alternate screen, without a cursor. */
const enterScreen = '\x1b[?1049h\x1b[?25l\x1b[H';
/** A screen that is shown at once (synchronised update). */
const atOnce = {start: '\x1b[?2026h', end: '\x1b[?2026l'};
const leaveScreen = '\x1b[2J\x1b[?1049l\x1b[?25h';

/** The full screen, until the user quits. Throws what went wrong, with the terminal restored. */
export async function monitor(prepared: Prepared, keyboard: NodeJS.ReadStream): Promise<void> {
  const {collector, typeFilter, start, theme} = prepared;
  const settings = {...prepared.settings, mayClose: await mayCloseConnections()};
  const {stdout} = process;
  exitWithTerminal(keyboard);
  let carryOut: (effect: Effect) => void = () => {};
  let terminal: Terminal | null = null;
  const size = {columns: stdout.columns, rows: stdout.rows};
  const store = createStore(initialState(settings, size, typeFilter, Date.now(), start), effect => carryOut(effect));

  const take = (snapshot: Snapshot): Promise<PollResult> => prepareInSlices(snapshot, store.state);
  // The first screen shows the sockets; who holds them follows, as that takes longer than all the rest of the start. No variable
  // of this function may keep what was seen: it lives as long as the program.
  await quickPoll(collector, take).then(first => first && store.dispatch(first));

  // What comes from outside is heard before anything is drawn, and carried out once the screen stands.
  const loan = createHandoff(
    keyboard,
    () => terminal?.suspend ?? null,
    () => redraw(),
  );
  const onStop = (): void => void loan.stop(false);
  process.on('SIGTSTP', onStop);
  const signals = onTerminationSignals(loan.isForThisProgram);
  // A key that the terminal echoes into the last line moves the whole screen up.
  keyboard.setRawMode(true);
  // Ink enters nothing (see build/ink-leaves.ts), and draws over what is there from the first row on.
  const drawn = firstScreen(toScreen(store.state()), size.columns, themes[theme]);
  stdout.write(`${enterScreen}${atOnce.start}${drawn ?? ''}\x1b[H${atOnce.end}`);
  const instance = await import('../../terminal/ink/mount.tsx')
    .then(({mount}) => mount(drawWhenWritten(store, stdout), themes[theme], keyboard, each => (terminal = each)))
    .catch((error: unknown) => {
      stdout.write(leaveScreen);
      throw error;
    });
  queueWrites(true);
  const stopHoldingSizes = holdSizes(stdout);
  const tick = (): void => store.dispatch({type: 'ticked', now: Date.now()});
  // What was on its way may have been followed by a handoff.
  const redraw = onceWritten(stdout, () => {
    if (loan.isSuspended()) return;
    stdout.write(clearScreen);
    instance.clear();
    tick();
  });
  const stopSizes = onSizeSettled(redraw);
  if (stdout.columns !== size.columns || stdout.rows !== size.rows) redraw();
  const names = createHostNameFinder((address, name) => store.dispatch({type: 'host-named', address, name}));

  const interval = settings.interval === null ? null : settings.interval * 1000;
  const firstLook = Promise.withResolvers<void>();
  const onLook = (event: Event): void => {
    store.dispatch(event);
    firstLook.resolve();
  };
  const refreshLoop = startRefreshLoop(collector, interval, onLook, take);
  const inspector = createInspector();
  // less(1): no command, no editor and no log file from within the pager.
  const pagerEnv = settings.readOnly ? {...process.env, LESSSECURE: '1'} : process.env;
  carryOut = createEffects(
    {
      refreshLoop,
      buildList: createListBuilder(store),
      inspect: inspector.inspect,
      copy: text => void stdout.write(copySequence(text)),
      write: writeNewFile,
      redraw,
      ...(settings.readOnly ? readOnlyActions : {endOwner, closeConnection}),
      findNames: names.find,
      pageLsof: async socket => {
        const isShown = await loan.page(await lsofText(socket), pagerEnv);
        return isShown ? null : trusted('no pager could be started: name one in PAGER, or install less');
      },
      suspend: () => void loan.stop(true),
      quit: () => instance.unmount(),
    },
    store.dispatch,
  );
  // What saved output is of, may be another host.
  const isThisHost = collector.id !== 'saved';
  const stopHostFacts = isThisHost ? startHostLoad(store.dispatch, firstLook.promise) : () => {};
  const clock = setInterval(() => {
    const {pausedAt, failure} = store.state();
    if (pausedAt !== null || failure) tick();
  }, 1000);
  // Ink's own `unmount` takes no error, whatever its type says.
  const errors: unknown[] = [];
  const crash = (error: unknown): void => {
    errors.push(error);
    instance.unmount();
  };
  process.on('uncaughtException', crash);
  process.on('unhandledRejection', crash);
  let endedBy: NodeJS.Signals | undefined;
  try {
    endedBy = await Promise.race([instance.waitUntilExit().then(() => undefined), signals.heard]);
  } finally {
    instance.unmount();
    process.off('SIGTSTP', onStop);
    process.off('uncaughtException', crash);
    process.off('unhandledRejection', crash);
    signals.stop();
    stopSizes();
    stopHoldingSizes();
    clearInterval(clock);
    stopHostFacts();
    names.stop();
    refreshLoop.stop();
    carryOut({type: 'stop-inspecting'});
    collector.close();
    endTools();
    await loan.end();
  }
  if (endedBy) await exitBySignal(endedBy);
  queueWrites(false);
  if (errors.length > 0) throw errors[0];
}
