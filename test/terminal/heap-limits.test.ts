import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {test} from 'node:test';
import {flagsByNode, limitHeap} from '../../source/terminal/heap-limits.ts';

/** The flags that are set for so many sockets on this major version of Node, in order. */
function flagsFor(sockets: number, nodeMajor: string): readonly string[] {
  const flags: string[] = [];
  let space = 2;
  const sizeNow = (): number => (space += 3);
  const settle = limitHeap(sockets, {nodeMajor, setFlag: flag => void flags.push(flag), sizeNow});
  flags.push('first poll');
  settle();
  return flags;
}

for (const nodeMajor of Object.keys(flagsByNode)) {
  test(`Node ${nodeMajor}: the heap grows little from the first poll on, and with few sockets the space for new objects no more`, () => {
    const [little, much] = ['--heap-growing-percent=25', '--heap-growing-percent=100'];
    const [late, stay] = ['--invocation-count-for-turbofan=30000', '--semi-space-growth-factor=1'];
    assert.deepEqual(flagsFor(100_000, nodeMajor), [little, late, stay, 'first poll']);
    assert.deepEqual(flagsFor(400_000, nodeMajor), [much, late, 'first poll', little]);
  });
}

test('no flag is set on a Node that has not been tried', () => {
  for (const nodeMajor of ['20', '23', '99', '']) assert.deepEqual(flagsFor(400_000, nodeMajor), ['first poll']);
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
