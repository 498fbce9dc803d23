import {render} from 'ink';
import {createInspector} from '../inspect/inspect.ts';
import type {Collector} from '../model/snapshot.ts';
import {copySequence} from '../runtime/clipboard.ts';
import {createEffects} from '../runtime/effects.ts';
import {startHostFacts} from '../runtime/host-facts.ts';
import {startLooks} from '../runtime/look-loop.ts';
import {createStore} from '../runtime/store.ts';
import {endWithTerminal, onSizeSettled, stopUntilContinued} from '../runtime/terminal.ts';
import {writeNewFile} from '../runtime/write-file.ts';
import type {Effect} from '../state/event.ts';
import {initialState, type Settings, type Start} from '../state/state.ts';
import type {Narrow} from '../table/narrow.ts';
import {App, type Terminal} from '../ui/app.tsx';
import {ThemeContext, theme, withoutColours} from '../ui/theme.ts';

type Monitor = {
  readonly collector: Collector;
  readonly settings: Settings;
  /** Seconds between looks; null where there is just one. */
  readonly interval: number | null;
  readonly narrow: Narrow;
  readonly start: Start;
  readonly keyboard: NodeJS.ReadStream;
  readonly color: boolean;
};

const clearScreen = '\x1b[2J\x1b[H';
const framesPerSecond = 15;

/** The full screen, until the user quits. Throws what went wrong, with the terminal restored. */
export async function monitor({collector, settings, interval, narrow, start, keyboard, color}: Monitor): Promise<void> {
  const {stdout} = process;
  endWithTerminal(keyboard);
  let carryOut: (effect: Effect) => void = () => {};
  let terminal: Terminal | null = null;
  const size = {columns: stdout.columns, rows: stdout.rows};
  const store = createStore(initialState(settings, size, narrow, Date.now(), start), effect => carryOut(effect));

  const app = <App store={store} onTerminal={each => (terminal = each)} />;
  const instance = render(<ThemeContext value={color ? theme : withoutColours}>{app}</ThemeContext>, {
    stdin: keyboard,
    interactive: true,
    alternateScreen: true,
    incrementalRendering: true,
    maxFps: framesPerSecond,
  });
  const tick = (): void => store.dispatch({type: 'ticked', now: Date.now()});
  const redraw = (): void => {
    stdout.write(clearScreen);
    instance.clear();
    tick();
  };
  let suspended = false;
  const suspend = async (group: boolean): Promise<void> => {
    if (suspended || !terminal) return;
    suspended = true;
    await terminal.suspend(() => stopUntilContinued(group));
    suspended = false;
    redraw();
  };
  const stopSizes = onSizeSettled(() => {
    if (!suspended) redraw();
  });
  const onStop = (): void => void suspend(false);
  process.on('SIGTSTP', onStop);

  const looks = startLooks(collector, interval === null ? null : interval * 1000, store.dispatch);
  const inspector = createInspector();
  carryOut = createEffects(
    {
      looks,
      inspect: inspector.inspect,
      copy: text => void stdout.write(copySequence(text)),
      write: writeNewFile,
      redraw,
      suspend: () => void suspend(true),
      quit: () => instance.unmount(),
    },
    store.dispatch,
  );
  const stopHostFacts = startHostFacts(store.dispatch, process.argv[1] ?? '');
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
  try {
    await instance.waitUntilExit();
  } finally {
    process.off('SIGTSTP', onStop);
    process.off('uncaughtException', crash);
    process.off('unhandledRejection', crash);
    stopSizes();
    clearInterval(clock);
    stopHostFacts();
    looks.stop();
    carryOut({type: 'stop-inspecting'});
    collector.close();
  }
  if (errors.length > 0) throw errors[0];
}
