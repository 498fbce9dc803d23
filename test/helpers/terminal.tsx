import './environment.ts';
import assert from 'node:assert/strict';
import {PassThrough, Writable} from 'node:stream';
import type {TestContext} from 'node:test';
import {setTimeout as pause} from 'node:timers/promises';
import xterm, {type IBuffer} from '@xterm/headless';
import {render} from 'ink';
import type {Effect} from '../../source/app/state/event.ts';
import type {Size, State} from '../../source/app/state/state.ts';
import {toScreen} from '../../source/screens/screen.ts';
import {App} from '../../source/terminal/ink/app.tsx';
import {enterScreen} from '../../source/terminal/screen-sequences.ts';
import {createStore, type Store} from '../../source/terminal/store.ts';
import {screenLines} from './screen-text.ts';

/** The mounted program on an emulated terminal, in this process. */
export type Monitor = {
  readonly store: Store;
  /** What the state asked the runtime to do. */
  readonly effects: readonly Effect[];
  /** Sends bytes as one read of the keyboard. */
  readonly type: (bytes: string) => void;
  readonly resize: (size: Size) => void;
  /**
   * Waits until the state is so and the terminal shows exactly that state; fails with what differs when it never does.
   */
  readonly until: (what: string, holds: (state: State) => boolean) => Promise<void>;
  /** Text of the lines that are drawn in reverse over the whole width. */
  readonly selected: () => readonly string[];
  readonly lines: () => readonly string[];
  /** The screen itself, cell by cell. */
  readonly buffer: () => IBuffer;
  readonly isAlternate: () => boolean;
};

/** Milliseconds; a state that takes longer never comes. */
const patience = 5000;

/**
 * Mounts the program with this state (of 2 columns at least, as the emulator has it); it is unmounted with the test.
 */
export function mount(t: TestContext, initial: State): Monitor {
  const {columns, rows} = initial.size;
  const terminal = new xterm.Terminal({cols: columns, rows, allowProposedApi: true, convertEol: true});
  const write = (chunk: unknown, _encoding: string, done: () => void): void => terminal.write(String(chunk), done);
  const stdout = Object.assign(new Writable({decodeStrings: false, write}), {isTTY: true, columns, rows});
  const raw = {isTTY: true, setRawMode: () => {}, ref: () => {}, unref: () => {}};
  const stdin = Object.assign(new PassThrough({encoding: 'utf8'}), raw);
  const effects: Effect[] = [];
  const store = createStore(initial, effect => void effects.push(effect));
  // As the session does, because the patched Ink does not.
  terminal.write(enterScreen);
  const instance = render(<App store={store} />, {
    stdin: stdin as unknown as NodeJS.ReadStream,
    stdout: stdout as unknown as NodeJS.WriteStream,
    stderr: stdout as unknown as NodeJS.WriteStream,
    interactive: true,
    alternateScreen: true,
    incrementalRendering: true,
    patchConsole: false,
    exitOnCtrlC: false,
    maxFps: 1000,
  });
  t.after(() => {
    instance.unmount();
    terminal.dispose();
  });

  const line = (index: number) => terminal.buffer.active.getLine(terminal.buffer.active.viewportY + index);
  const textOf = (index: number): string => line(index)?.translateToString(true).trimEnd() ?? '';
  const all = (): number[] => Array.from({length: terminal.rows}, (_, index) => index);
  const lines = (): readonly string[] => all().map(textOf);
  const expected = (state: State): readonly string[] => screenLines(toScreen(state), state.settings.ascii);
  const fits = ({size}: State): boolean => size.columns === terminal.cols && size.rows === terminal.rows;

  return {
    store,
    effects,
    lines,
    type: bytes => void stdin.write(bytes),
    resize: size => {
      terminal.resize(size.columns, size.rows);
      Object.assign(stdout, size);
      stdout.emit('resize');
    },
    until: async (what, holds) => {
      const end = Date.now() + patience;
      const done = (state: State): boolean =>
        holds(state) && fits(state) && expected(state).every((text, index) => text === textOf(index));
      while (!done(store.state()) && Date.now() < end) await pause(2);
      assert.ok(holds(store.state()), `the state never ${what}`);
      assert.deepEqual(lines(), expected(store.state()));
    },
    selected: () =>
      all()
        .filter(index => [0, terminal.cols - 1].every(x => line(index)?.getCell(x)?.isInverse()))
        .map(textOf),
    buffer: () => terminal.buffer.active,
    isAlternate: () => terminal.buffer.active.type === 'alternate',
  };
}
