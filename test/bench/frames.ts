import {openDriven} from './driven.ts';
import type {FrameUse} from './entry-frames.tsx';
import {collectPairs, type Pairs} from './pairs.ts';
import type {Variant} from './variants.ts';

const scenes = ['move', 'refresh', 'page', 'detail'];
/**
 * Processes of each variant, one after the other: two of the same code differ by a few percent for as long as they
 * live.
 */
const processes = 3;
const warmingFrames = 120;
const frames = 40;

/** CPU time, bytes to the terminal and memory of frames without and with a change. */
export async function measureFrames(without: Variant, withIt: Variant, count: number): Promise<Pairs> {
  const {pairs, add} = collectPairs();
  for (let process = 0; process < processes; process++) {
    const both = [openFrames(without), openFrames(withIt)] as const;
    for (const scene of scenes) {
      for (const each of both) await each.draw(scene, warmingFrames);
      for (let pair = 0; pair < Math.ceil(count / processes); pair++) {
        // Which one is first changes, as what runs second finds the caches of the processor otherwise.
        const order = pair % 2 === 0 ? [0, 1] : [1, 0];
        const uses: FrameUse[] = [];
        for (const index of order) uses[index] = await (index === 0 ? both[0] : both[1]).draw(scene, frames);
        const [a, b] = uses;
        if (!a || !b) throw new Error('nothing was drawn');
        add(`CPU, ${scene}`, [a.cpu, b.cpu]);
        if (pair === 0) add(`bytes, ${scene}`, [a.bytes, b.bytes]);
        if (pair === 0 && scene === scenes.at(-1)) add('heap', [a.heap, b.heap]);
      }
    }
    for (const each of both) each.end();
  }
  return pairs;
}

type Frames = {readonly draw: (scene: string, count: number) => Promise<FrameUse>; readonly end: () => void};

function openFrames({path}: Variant): Frames {
  const {answer, end} = openDriven([process.execPath, '--expose-gc', path]);
  return {draw: async (scene, count) => (await answer(`${scene} ${count}`)) as FrameUse, end};
}
