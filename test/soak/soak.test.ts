import assert from 'node:assert/strict';
import {suite, test} from 'node:test';
import {needs} from '../e2e/helpers/needs.ts';
import {fewLooks, soak, thirds} from './soak.ts';

/** `npm run soak` runs the long form. */
const polls = Number(process.env.SOAK_LOOKS ?? 160);
/**
 * MB by which the last third of a run may take more memory than the first: a short run is still filling caches then.
 */
const growth = polls < fewLooks ? 40 : 10;

suite('a soak', {timeout: 4 * 3_600_000, ...needs('python3')}, () => {
  test(`${polls} polls under churn and keys lose and gain nothing, and end as a fresh program does`, async t => {
    const {delays, samples, seconds, screens} = await soak(t, polls);
    const [first, middle, last] = thirds(samples.map(({resident}) => resident));
    const [descriptors, , lastDescriptors] = thirds(samples.map(each => each.descriptors));
    const sorted = [...delays].sort((one, other) => one - other);
    const at = (share: number): string => (sorted[Math.floor(share * (sorted.length - 1))] ?? 0).toFixed(0);
    t.diagnostic(
      `${polls} polls in ${seconds.toFixed(0)} s; a change is on the screen after ` +
        `${at(0.5)} ms (median), ${at(0.99)} ms (99 %), ${at(1)} ms (most)`,
    );
    t.diagnostic(
      `resident memory ${first.toFixed(0)}, ${middle.toFixed(0)}, ${last.toFixed(0)} MB; ` +
        `descriptors ${descriptors}, ${lastDescriptors}`,
    );
    assert.equal(delays.length, polls);
    assert.ok(last - first < growth, `resident memory grew from ${first} to ${last} MB`);
    assert.ok(Math.abs(lastDescriptors - descriptors) <= 2, `descriptors: ${descriptors}, then ${lastDescriptors}`);
    assert.equal(screens[0], screens[1]);
  });
});
