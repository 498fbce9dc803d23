import '../helpers/environment.ts';
import {createInterface} from 'node:readline';
import {PassThrough, Writable} from 'node:stream';
import {render} from 'ink';
import type {Action} from '../../source/app/keys/bindings.ts';
import {initialState, type State} from '../../source/app/state/state.ts';
import type {Socket} from '../../source/domain/socket.ts';
import {themes} from '../../source/screens/text/themes.ts';
import {App} from '../../source/terminal/ink/app.tsx';
import {ThemeContext} from '../../source/terminal/ink/theme.ts';
import type {DrawnStore} from '../../source/terminal/store.ts';
import {owner, showAll, snapshot, socket} from '../helpers/build.ts';
import {exampleLoad, exampleState, play, settingsOf} from '../helpers/example-host.ts';
import {inspection} from '../helpers/example-inspection.ts';

/**
 * What one frame took: milliseconds of CPU time, bytes to the terminal; and the MB of heap in use after it, without
 * garbage.
 */
export type FrameUse = {readonly cpu: number; readonly bytes: number; readonly heap: number};

// usage: entry-frames COLUMNS ROWS. Reads lines of a scene and a number of frames, has Ink draw that many states of the
// scene, and answers each line by a FrameUse as JSON. States are made before, so that drawing alone is measured.
const [columns = 120, rows = 40] = process.argv.slice(2).map(Number);
const size = {columns, rows};
const start = 1_700_000_000_000;
const count = 200;
const programs = ['/usr/sbin/nginx', '/usr/lib/postgresql/15/bin/postgres', '/usr/bin/python3', '/usr/sbin/sshd'];

const connection = (number: number): Socket =>
  socket(
    `tcp ESTABLISHED 192.0.2.1:${10_000 + number} 198.51.100.${number % 250}:${[443, 5432, 22, 8080][number % 4]}`,
    owner(programs[number % 4] ?? ''),
    {
      recvQueue: number % 7 === 0 ? number : 0,
      tcp: {rttMs: (number % 50) / 10, retransmits: 0, bytesSent: number * 100, bytesReceived: number * 1000},
    },
  );

const list = play(
  initialState(settingsOf(), size, showAll, start),
  {type: 'polled', snapshot: snapshot(Array.from({length: count}, (_, index) => connection(index)))},
  {type: 'host-load-read', load: exampleLoad},
);

/** The states after each of these keys. */
function keyed(from: State, ...actions: readonly Action[]): readonly State[] {
  let state = from;
  return actions.map(action => (state = play(state, {type: 'action', action})));
}

/** The states after each of 20 polls, of which every one finds ten other sockets. */
function polled(): readonly State[] {
  let state = list;
  return Array.from({length: 20}, (_, poll) => {
    const takenAt = start + poll * 1000;
    const sockets = Array.from({length: count}, (__, index) => connection(index % 20 <= poll ? index + 1000 : index));
    const load = {...exampleLoad, load1: poll / 100, cpuPercent: poll};
    state = play(state, {type: 'polled', snapshot: {...snapshot(sockets), takenAt}}, {type: 'host-load-read', load});
    return state;
  });
}

const times = (action: Action, number: number): readonly Action[] => Array<Action>(number).fill(action);
const detail = play(
  exampleState({columns, rows: 16}),
  {type: 'action', action: 'lsof'},
  {type: 'inspected', inspection: inspection()},
);
const scenes: Readonly<Record<string, readonly State[]>> = {
  move: keyed(list, ...times('next', 10), ...times('previous', 10)),
  refresh: polled(),
  page: keyed(list, ...times('page-down', 3), ...times('page-up', 3)),
  detail: keyed(detail, ...times('next', 3), ...times('previous', 3)),
};

let bytes = 0;
const write = (chunk: unknown, _encoding: string, done: () => void): void => {
  bytes += Buffer.byteLength(String(chunk));
  done();
};
const stdout = Object.assign(new Writable({decodeStrings: false, write}), {isTTY: true, ...size});
const stdin = Object.assign(new PassThrough(), {isTTY: true, setRawMode: () => {}, ref: () => {}, unref: () => {}});
let state = list;
let version = 0;
const listeners = new Set<() => void>();
const store: DrawnStore = {
  state: () => state,
  version: () => version,
  dispatch: () => {},
  subscribe: listener => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
};
const app = <App store={store} />;
const ink = render(<ThemeContext value={themes.ansi}>{app}</ThemeContext>, {
  stdin: stdin as unknown as NodeJS.ReadStream,
  stdout: stdout as unknown as NodeJS.WriteStream,
  interactive: true,
  alternateScreen: true,
  incrementalRendering: true,
  maxFps: 1000,
  patchConsole: false,
});

async function drawFrame(next: State): Promise<void> {
  state = next;
  version++;
  for (const listener of listeners) listener();
  await ink.waitUntilRenderFlush();
}

for await (const line of createInterface({input: process.stdin})) {
  const [name = '', frames] = line.split(' ');
  const states = scenes[name] ?? [];
  const [cpu, written] = [process.cpuUsage(), bytes];
  for (let frame = 0; frame < Number(frames); frame++) await drawFrame(states[frame % states.length] ?? list);
  const {user, system} = process.cpuUsage(cpu);
  globalThis.gc?.();
  const use: FrameUse = {
    cpu: (user + system) / 1000 / Number(frames),
    bytes: (bytes - written) / Number(frames),
    heap: process.memoryUsage().heapUsed / 1e6,
  };
  process.stdout.write(`${JSON.stringify(use)}\n`);
}
process.exit(0);
