import {createInspector} from '../inspect/inspect.ts';
import {lsofText} from '../inspect/lsof-text.ts';
import {themes} from '../layout/themes.ts';
import type {Snapshot} from '../model/snapshot.ts';
import {own} from '../model/text.ts';
import {createArranger} from '../runtime/arranger.ts';
import {copySequence} from '../runtime/clipboard.ts';
import {closeConnection, endOwner, mayCloseConnections, noDeeds} from '../runtime/deeds.ts';
import {createEffects} from '../runtime/effects.ts';
import {endBy, endWithTerminal, hearEndSignals} from '../runtime/ending.ts';
import {startHostFacts} from '../runtime/host-facts.ts';
import {createLoan} from '../runtime/loan.ts';
import {glance, startLooks} from '../runtime/look-loop.ts';
import {drawnWhenWritten, holdSizes, letWritesWait, onceWritten} from '../runtime/output.ts';
import {createNameFinder} from '../runtime/resolver.ts';
import {createStore} from '../runtime/store.ts';
import {type Taken, takeLook} from '../runtime/take-look.ts';
import {onSizeSettled} from '../runtime/terminal.ts';
import {writeNewFile} from '../runtime/write-file.ts';
import type {Effect, Event} from '../state/event.ts';
import {initialState} from '../state/state.ts';
import {endTools} from '../tools/run-tool.ts';
import type {Terminal} from '../ui/app.tsx';
import {firstScreen} from '../ui/first-screen.ts';
import {toScreen} from '../view/screen.ts';
import type {Prepared} from './prepare.ts';

const clearScreen = '\x1b[2J\x1b[H';
/** As Ink enters and leaves it: the alternate screen, without a cursor. */
const enterScreen = '\x1b[?1049h\x1b[?25l\x1b[H';
/** A screen that is shown at once (synchronised update). */
const atOnce = {start: '\x1b[?2026h', end: '\x1b[?2026l'};
const leaveScreen = '\x1b[2J\x1b[?1049l\x1b[?25h';

/** The full screen, until the user quits. Throws what went wrong, with the terminal restored. */
export async function monitor(prepared: Prepared, keyboard: NodeJS.ReadStream): Promise<void> {
  const {collector, narrow, start, theme} = prepared;
  const settings = {...prepared.settings, mayClose: await mayCloseConnections()};
  const {stdout} = process;
  endWithTerminal(keyboard);
  let carryOut: (effect: Effect) => void = () => {};
  let terminal: Terminal | null = null;
  const size = {columns: stdout.columns, rows: stdout.rows};
  const store = createStore(initialState(settings, size, narrow, Date.now(), start), effect => carryOut(effect));

  const take = (snapshot: Snapshot): Promise<Taken> => takeLook(snapshot, store.state);
  // The first screen shows the sockets; who holds them follows, as that takes longer than all the rest of the start. No variable
  // of this function may keep what was seen: it lives as long as the program.
  await glance(collector, take).then(first => first && store.dispatch(first));

  // What comes from outside is heard before anything is drawn, and carried out once the screen stands.
  const loan = createLoan(
    keyboard,
    () => terminal?.suspend ?? null,
    () => redraw(),
  );
  const onStop = (): void => void loan.stop(false);
  process.on('SIGTSTP', onStop);
  const signals = hearEndSignals(loan.isMeant);
  // A key that the terminal echoes into the last line moves the whole screen up.
  keyboard.setRawMode(true);
  // Ink enters nothing (see build/ink-leaves.ts), and draws over what is there from the first row on.
  const drawn = firstScreen(toScreen(store.state()), size.columns, themes[theme]);
  stdout.write(`${enterScreen}${atOnce.start}${drawn ?? ''}\x1b[H${atOnce.end}`);
  const instance = await import('../ui/mount.tsx')
    .then(({mount}) => mount(drawnWhenWritten(store, stdout), themes[theme], keyboard, each => (terminal = each)))
    .catch((error: unknown) => {
      stdout.write(leaveScreen);
      throw error;
    });
  letWritesWait(true);
  const stopHoldingSizes = holdSizes(stdout);
  const tick = (): void => store.dispatch({type: 'ticked', now: Date.now()});
  // What was on its way may have been followed by a loan.
  const redraw = onceWritten(stdout, () => {
    if (loan.isLent()) return;
    stdout.write(clearScreen);
    instance.clear();
    tick();
  });
  const stopSizes = onSizeSettled(redraw);
  if (stdout.columns !== size.columns || stdout.rows !== size.rows) redraw();
  const names = createNameFinder((address, name) => store.dispatch({type: 'named', address, name}));

  const interval = settings.interval === null ? null : settings.interval * 1000;
  const firstLook = Promise.withResolvers<void>();
  const onLook = (event: Event): void => {
    store.dispatch(event);
    firstLook.resolve();
  };
  const looks = startLooks(collector, interval, onLook, take);
  const inspector = createInspector();
  // less(1): no command, no editor and no log file from within the pager.
  const pagerEnv = settings.readOnly ? {...process.env, LESSSECURE: '1'} : process.env;
  carryOut = createEffects(
    {
      looks,
      arrange: createArranger(store),
      inspect: inspector.inspect,
      copy: text => void stdout.write(copySequence(text)),
      write: writeNewFile,
      redraw,
      ...(settings.readOnly ? noDeeds : {endOwner, closeConnection}),
      findNames: names.find,
      pageLsof: async socket => {
        const isShown = await loan.page(await lsofText(socket), pagerEnv);
        return isShown ? null : own('no pager could be started: name one in PAGER, or install less');
      },
      suspend: () => void loan.stop(true),
      quit: () => instance.unmount(),
    },
    store.dispatch,
  );
  // What saved output is of, may be another host.
  const isThisHost = collector.id !== 'saved';
  const stopHostFacts = isThisHost ? startHostFacts(store.dispatch, firstLook.promise) : () => {};
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
    looks.stop();
    carryOut({type: 'stop-inspecting'});
    collector.close();
    endTools();
    await loan.end();
  }
  if (endedBy) await endBy(endedBy);
  letWritesWait(false);
  if (errors.length > 0) throw errors[0];
}
