import assert from 'node:assert/strict';
import type {ChildProcess} from 'node:child_process';
import {suite, test} from 'node:test';
import {setImmediate as turn} from 'node:timers/promises';
import {createHandoff, type HandoffEdges} from '../../source/terminal/handoff.ts';

/** A handoff on faked edges; `log` has what it did to the terminal, in order. */
function start(isMounted = true) {
  const log: string[] = [];
  let now = 0;
  let stopped = false;
  let ignoresStop: boolean | null = false;
  let read = (): void => {};
  const continued = Promise.withResolvers<void>();
  const paged = Promise.withResolvers<boolean>();
  const pager = {kill: (signal: string) => void log.push(`pager ${signal}`)} as unknown as ChildProcess;
  const edges: HandoffEdges = {
    written: async () => void log.push('written'),
    queueWrites: wait => void log.push(wait ? 'queue' : 'block'),
    readKeys: reads => void log.push(reads ? 'keys' : 'no keys'),
    page: async (text, _env, onStart = () => {}) => {
      log.push(`page ${text}`);
      onStart(pager);
      return paged.promise;
    },
    stopUntilContinued: async group => {
      log.push(group ? 'stop the job' : 'stop');
      await continued.promise;
    },
    hasStopped: async () => stopped,
    ignoresStop: () => ignoresStop,
    repeat: work => {
      read = work;
      return () => {};
    },
    turn: () => turn(),
    pause: async milliseconds => {
      now += milliseconds;
      await turn();
    },
    now: () => now,
  };
  const suspend = async (work: () => Promise<void>): Promise<void> => {
    log.push('leave');
    await work();
    log.push('enter');
  };
  const handoff = createHandoff(
    () => (isMounted ? suspend : null),
    () => void log.push('redraw'),
    edges,
  );
  const stopPager = (): void => {
    stopped = true;
  };
  const ignoreStop = (): void => {
    ignoresStop = true;
    read();
  };
  const endPager = (): void => {
    ignoresStop = null;
    paged.resolve(true);
  };
  return {handoff, log, continued, paged, stopPager, ignoreStop, endPager, time: () => now};
}

// A key that is typed from the moment that the screen is left on is for who gets the terminal.
const taken = ['no keys', 'leave', 'written', 'block'];
const back = ['keys', 'queue', 'enter', 'redraw'];

suite('the terminal is handed over', {timeout: 10_000}, () => {
  test('to the shell on Ctrl-Z, and comes back when the job continues', async () => {
    const {handoff, log, continued} = start();
    const stopping = handoff.stop(true);
    await turn();
    assert.equal(handoff.isSuspended(), true);
    continued.resolve();
    await stopping;
    assert.deepEqual(log, [...taken, 'stop the job', ...back]);
    assert.equal(handoff.isSuspended(), false);
  });

  test('once: a second Ctrl-Z and a pager wait for nothing and change nothing', async () => {
    const {handoff, log, continued} = start();
    const stopping = handoff.stop(true);
    await turn();
    await handoff.stop(true);
    assert.equal(await handoff.page('text', {}), true);
    continued.resolve();
    await stopping;
    assert.equal(log.filter(line => line.startsWith('stop')).length, 1);
    assert.ok(!log.includes('page text'));
  });

  test('to a pager, whose keys send their signals to it alone', async () => {
    const {handoff, log, paged} = start();
    const paging = handoff.page('text', {});
    await turn();
    assert.equal(handoff.isForThisProgram('SIGINT'), false);
    assert.equal(handoff.isForThisProgram('SIGTERM'), true);
    paged.resolve(true);
    assert.equal(await paging, true);
    assert.equal(handoff.isForThisProgram('SIGINT'), true);
    assert.deepEqual(log, [...taken, 'page text', ...back]);
  });

  test('where no pager starts, that is reported', async () => {
    const {handoff, paged} = start();
    paged.resolve(false);
    assert.equal(await handoff.page('text', {}), false);
  });

  test('Ctrl-Z in a pager stops this process only after the pager', async () => {
    const {handoff, log, paged, continued, stopPager} = start();
    const paging = handoff.page('text', {});
    await turn();
    const stopping = handoff.stop(false);
    for (let turns = 0; turns < 5; turns++) await turn();
    assert.ok(!log.includes('stop'), 'not while the pager runs');
    stopPager();
    continued.resolve();
    await stopping;
    assert.equal(log.at(-1), 'stop', 'the screen stays the pager’s');
    paged.resolve(true);
    await paging;
  });

  test('Ctrl-Z in a pager that ignores it changes nothing', async () => {
    const {handoff, log, paged, ignoreStop} = start();
    const paging = handoff.page('text', {});
    await turn();
    ignoreStop();
    await handoff.stop(false);
    assert.equal(log.at(-1), 'page text');
    paged.resolve(true);
    assert.equal(await paging, true);
    assert.deepEqual(log, [...taken, 'page text', ...back]);
  });

  for (const [when, turns] of [
    ['before this process knows of the end', 0],
    ['in the turn of the end', 5],
  ] as const) {
    test(`Ctrl-Z in a pager that ignores it, and then ends, changes nothing ${when}`, async () => {
      const {handoff, log, ignoreStop, endPager} = start();
      const paging = handoff.page('text', {});
      await turn();
      ignoreStop();
      endPager();
      for (let passed = 0; passed < turns; passed++) await Promise.resolve();
      await handoff.stop(false);
      assert.equal(await paging, true);
      assert.deepEqual(log, [...taken, 'page text', ...back]);
    });
  }

  test('the signal of a Ctrl-C in a pager is the pager’s in the turn of its end, too', async () => {
    const {handoff, endPager} = start();
    const paging = handoff.page('text', {});
    await turn();
    endPager();
    for (let passed = 0; passed < 5; passed++) await Promise.resolve();
    assert.equal(handoff.isForThisProgram('SIGINT'), false);
    assert.equal(await paging, true);
    assert.equal(handoff.isForThisProgram('SIGINT'), true);
  });

  test('Ctrl-Z after a pager that ignored it stops this process', async () => {
    const {handoff, log, continued, ignoreStop, endPager} = start();
    const paging = handoff.page('text', {});
    await turn();
    ignoreStop();
    endPager();
    await paging;
    continued.resolve();
    await handoff.stop(false);
    assert.ok(log.includes('stop'));
  });

  test('a pager that never stops is waited for three seconds', async () => {
    const {handoff, log, continued, time, paged} = start();
    const paging = handoff.page('text', {});
    await turn();
    continued.resolve();
    await handoff.stop(false);
    assert.ok(log.includes('stop'));
    assert.ok(time() > 3000 && time() < 3100, `${time()} ms`);
    paged.resolve(true);
    await paging;
  });

  test('to nobody before the screen is mounted', async () => {
    const {handoff, log} = start(false);
    await handoff.stop(true);
    await handoff.page('text', {});
    assert.deepEqual(log, []);
  });

  test('to nobody once the program ends; the pager ends, and nothing is drawn over what follows', async () => {
    const {handoff, log, paged} = start();
    const paging = handoff.page('text', {});
    await turn();
    const ending = handoff.end();
    assert.equal(log.at(-1), 'pager SIGTERM');
    paged.resolve(true);
    await Promise.all([paging, ending]);
    assert.ok(!log.includes('redraw'));
    await handoff.stop(true);
    await handoff.page('again', {});
    assert.ok(!log.includes('page again') && !log.some(line => line.startsWith('stop')));
  });
});
