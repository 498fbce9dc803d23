import assert from 'node:assert/strict';
import {EventEmitter} from 'node:events';
import {Writable} from 'node:stream';
import {suite, type TestContext, test} from 'node:test';
import {setImmediate as turn} from 'node:timers/promises';
import type {WriteStream} from 'node:tty';
import {unknown} from '../../source/domain/known.ts';
import type {Collector} from '../../source/domain/snapshot.ts';
import {trusted} from '../../source/domain/text.ts';
import type {Mount, MountedScreen} from '../../source/terminal/mounted-screen.ts';
import {runSession} from '../../source/terminal/session.ts';
import type {SessionEdges} from '../../source/terminal/session-edges.ts';
import type {DrawnStore} from '../../source/terminal/store.ts';
import {owner, showAll, snapshot, socket} from '../helpers/build.ts';
import {settingsOf} from '../helpers/example-host.ts';

const ssh = socket('tcp LISTEN 0.0.0.0:22', owner('/usr/sbin/sshd'));

/** A session on faked edges. Everything that happens is noted in `log`, in order. */
function start(t: TestContext, changes: Partial<SessionEdges> = {}, collectorChanges: Partial<Collector> = {}) {
  t.mock.timers.enable({apis: ['setInterval']});
  const log: string[] = [];
  const note = (text: string) => (): undefined => {
    log.push(text);
  };
  const written: string[] = [];
  const write = (chunk: unknown, _encoding: string, done: () => void): void => {
    written.push(String(chunk));
    done();
  };
  const stdout = Object.assign(new Writable({decodeStrings: false, write}), {isTTY: true, columns: 80, rows: 24});
  const keyboard = {setRawMode: (raw: boolean) => void log.push(`raw ${raw}`)};
  const process = new EventEmitter();
  const exit = Promise.withResolvers<void>();
  const signal = Promise.withResolvers<NodeJS.Signals>();
  let store: DrawnStore | null = null;
  const screen: MountedScreen = {
    unmount: () => {
      log.push('unmount');
      exit.resolve();
    },
    clear: note('clear'),
    waitUntilExit: () => exit.promise,
  };
  const mount: Mount = given => {
    store = given;
    log.push('mount');
    return screen;
  };
  const quick = {...ssh, owner: unknown('pending')};
  const collector: Collector = {
    id: 'procfs',
    poll: async () => snapshot([ssh]),
    quickSnapshot: async () => snapshot([quick]),
    close: note('collector closed'),
    ...collectorChanges,
  };
  const edges: SessionEdges = {
    stdout: stdout as unknown as WriteStream,
    keyboard: keyboard as unknown as NodeJS.ReadStream,
    process,
    onStarted: async () => {},
    onTerminationSignals: () => ({received: signal.promise, stop: note('signals released')}),
    exitBySignal: async by => {
      log.push(`exit by ${by}`);
      throw new Error('the process has ended');
    },
    firstFrame: () => 'FIRST FRAME',
    loadMount: async () => mount,
    createHostNameFinder: () => ({find: note('find names'), stop: note('names stopped')}),
    startHostLoad: () => note('host load stopped'),
    actions: {
      inspect: () => new Promise(() => {}),
      write: async () => trusted('wrote'),
      endOwner: async () => trusted('ended'),
      closeConnection: async () => trusted('closed'),
      accept: async () => trusted('accepted'),
      withdraw: async () => trusted('withdrawn'),
    },
    lsofText: async () => '',
    pagerEnvironment: {},
    endTools: note('tools ended'),
    tightenHeap: () => {},
    ...changes,
  };
  const options = {collector, settings: {...settingsOf(), interval: null}, typeFilter: showAll, start: {}};
  const ended = runSession(options, edges).then(
    () => 'quit',
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
  /** Waits for something that comes within some turns of the event loop, or fails. */
  const until = async (what: string, holds: () => boolean): Promise<void> => {
    for (let turns = 0; !holds(); turns++) {
      assert.ok(turns < 10_000, `never: ${what}; so far ${log.join(', ')}`);
      await turn();
    }
  };
  return {
    log,
    written,
    process,
    signal,
    exit,
    ended,
    until,
    press: (action: 'quit' | 'redraw' | 'copy') => store?.dispatch({type: 'action', action}),
    ownersKnown: () => store?.state().list?.summary.ownersKnown,
    listeners: () => process.eventNames().length,
  };
}

suite('a session', {timeout: 20_000}, () => {
  test('draws its first frame before Ink is there, polls, and undoes everything when the user quits', async t => {
    const {log, written, ended, until, press, ownersKnown, listeners} = start(t);
    await until('the owners are known', () => ownersKnown() === 1);
    assert.equal(written[0], '\x1b[?1049h\x1b[?25l\x1b[H\x1b[?2026hFIRST FRAME\x1b[H\x1b[?2026l');
    assert.deepEqual(log, ['raw true', 'mount']);
    assert.equal(listeners(), 3, 'SIGTSTP and two kinds of crash have a listener');
    press('quit');
    assert.equal(await ended, 'quit');
    assert.equal(log[2], 'unmount');
    const undone = ['names stopped', 'host load stopped', 'signals released', 'tools ended', 'collector closed'];
    for (const each of undone) assert.equal(log.filter(line => line === each).length, 1, each);
    assert.ok(log.indexOf('unmount') < log.indexOf('collector closed'), 'the terminal comes back first');
    assert.equal(listeners(), 0);
  });

  test('an uncaught error restores the terminal, and only then is thrown', async t => {
    for (const kind of ['uncaughtException', 'unhandledRejection']) {
      const {log, process, ended, until} = start(t);
      await until('it stands', () => process.listenerCount(kind) === 1);
      process.emit(kind, new Error('out of luck'));
      assert.equal(await ended, 'out of luck');
      assert.ok(log.includes('unmount') && log.includes('collector closed'));
      t.mock.timers.reset();
    }
  });

  test('a frame that cannot be drawn ends it with that error', async t => {
    const {log, exit, ended, until, ownersKnown} = start(t);
    await until('it stands', () => ownersKnown() === 1);
    exit.reject(new Error('no frame'));
    assert.equal(await ended, 'no frame');
    assert.ok(log.includes('collector closed'));
  });

  test('a signal ends the process by the same signal, after everything was undone', async t => {
    const {log, signal, ended, until, ownersKnown} = start(t);
    await until('it stands', () => ownersKnown() === 1);
    signal.resolve('SIGTERM');
    assert.equal(await ended, 'the process has ended');
    assert.equal(log.at(-1), 'exit by SIGTERM');
    assert.ok(log.indexOf('unmount') < log.indexOf('exit by SIGTERM'));
  });

  test('where Ink does not load, the alternate screen is left and everything undone', async t => {
    const {log, written, ended} = start(t, {loadMount: () => Promise.reject(new Error('no Ink'))});
    assert.equal(await ended, 'no Ink');
    assert.equal(written.at(-1), '\x1b[2J\x1b[?1049l\x1b[?25h');
    assert.ok(log.includes('collector closed') && log.includes('signals released'));
  });

  test('a poll that fails is no end, and a first one that fails still opens the screen', async t => {
    const fails = () => Promise.reject(new Error('no table'));
    const {log, until, press, ended} = start(t, {}, {poll: fails, quickSnapshot: fails});
    await until('it stands', () => log.includes('mount'));
    press('quit');
    assert.equal(await ended, 'quit');
  });

  test('saved text has no load of this host', async t => {
    const {log, press, ended, until} = start(t, {}, {id: 'saved'});
    await until('it stands', () => log.includes('mount'));
    press('quit');
    await ended;
    assert.ok(!log.includes('host load stopped'));
  });
});
