import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {test} from 'node:test';
import {flagsByNode, limitHeap} from '../../source/terminal/heap-limits.ts';

/** The flags that are set for so many sockets on this major version of Node, in order. */
function flagsFor(sockets: number, nodeMajor: string): readonly string[] {
  const flags: string[] = [];
  limitHeap(sockets, {nodeMajor, setFlag: flag => void flags.push(flag)});
  return flags;
}

for (const nodeMajor of Object.keys(flagsByNode)) {
  test(`Node ${nodeMajor}: the space for new objects grows before the screen is drawn, or never`, () => {
    const always = ['--heap-growing-percent=25', '--invocation-count-for-turbofan=30000'];
    const [grow, stay] = ['--semi-space-growth-factor=16', '--semi-space-growth-factor=1'];
    assert.deepEqual(flagsFor(3000, nodeMajor), [...always, stay]);
    assert.deepEqual(flagsFor(3001, nodeMajor), [...always, grow, stay]);
  });
}

test('no flag is set on a Node that has not been tried', () => {
  for (const nodeMajor of ['20', '23', '99', '']) assert.deepEqual(flagsFor(48_000, nodeMajor), []);
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

test('a burst leaves the space for new objects small with few sockets, and at 32 MiB with many', () => {
  const limited = (sockets: number): number =>
    newSpaceAfterBurst(`(await import(${JSON.stringify(heapLimits)})).limitHeap(${sockets});`);
  assert.ok(newSpaceAfterBurst('') > 40, 'V8 left to itself');
  assert.ok(limited(200) < 10);
  const many = limited(48_000);
  assert.ok(many > 16 && many <= 33, `${many} MiB`);
});
