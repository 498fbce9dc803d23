import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {test} from 'node:test';
import {flagsByNode, limitHeap} from '../../source/terminal/heap-limits.ts';

/** The flags that are set for so many sockets on this major version of Node, in order. */
function flagsFor(sockets: number, nodeMajor: string): readonly string[] {
  const flags: string[] = [];
  let space = 2;
  const sizeNow = (): number => (space += 3);
  const tighten = limitHeap(sockets, {nodeMajor, setFlag: flag => void flags.push(flag), sizeNow});
  for (const stage of ['firstRows', 'firstPoll'] as const) {
    flags.push(stage);
    tighten(stage);
  }
  return flags;
}

for (const nodeMajor of Object.keys(flagsByNode)) {
  test(`Node ${nodeMajor}: the heap grows little after the first poll, and the space for new objects seldom`, () => {
    const grow = (percent: number): string => `--heap-growing-percent=${percent}`;
    const [late, stay] = ['--invocation-count-for-turbofan=30000', '--semi-space-growth-factor=1'];
    assert.deepEqual(flagsFor(100_000, nodeMajor), [grow(25), late, stay, 'firstRows', 'firstPoll']);
    assert.deepEqual(flagsFor(400_000, nodeMajor), [grow(100), late, 'firstRows', grow(25), 'firstPoll', grow(15)]);
  });
}

test('no flag is set on a Node that has not been tried', () => {
  for (const nodeMajor of ['20', '23', '99', ''])
    assert.deepEqual(flagsFor(400_000, nodeMajor), ['firstRows', 'firstPoll']);
});

const mebibyte = 2 ** 20;
const heapLimits = new URL('../../source/terminal/heap-limits.ts', import.meta.url).href;

/** MiB of the space for new objects in a fresh process of this Node, after a burst of objects that live for a while. */
function newSpaceAfterBurst(prepare: string): number {
  const script = `
    const {getHeapSpaceStatistics} = await import('node:v8');
    ${prepare}
    for (let round = 0; round < 2; round++) {
      const alive = [];
      for (let index = 0; index < 250_000; index++) alive.push({index, list: [index]});
    }
    console.log(getHeapSpaceStatistics().find(({space_name}) => space_name === 'new_space').space_size);`;
  const output = execFileSync(process.execPath, ['--input-type=module', '--eval', script], {
    encoding: 'utf8',
    env: {},
    timeout: 60_000,
  });
  return Number(output) / mebibyte;
}

test('a burst leaves the space for new objects as small as the sockets are few, whatever was loaded before', () => {
  assert.ok(newSpaceAfterBurst('') > 40, 'V8 left to itself');
  // As many MB as modules may take before. Of the two halves of the space, V8 may count one alone.
  for (const loaded of [0, 1, 2, 3, 5]) {
    const limited = (sockets: number): number =>
      newSpaceAfterBurst(`
        globalThis.loaded = Array.from({length: ${loaded * 120}}, () => new Array(1000).fill(0));
        (await import(${JSON.stringify(heapLimits)})).limitHeap(${sockets});`);
    assert.ok(limited(200) < 10, `with few sockets after ${loaded} MB`);
    const many = limited(48_000);
    assert.ok(many >= 4 && many <= 17, `${many} MiB after ${loaded} MB`);
  }
});
