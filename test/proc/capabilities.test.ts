import assert from 'node:assert/strict';
import {test} from 'node:test';
import {capability, effectiveCapabilities} from '../../source/proc/capabilities.ts';

test('the effective capabilities are those of the line CapEff', () => {
  const status = 'Name:\tcat\nCapPrm:\t000001ffffffffff\nCapEff:\t0000000000001000\nCapBnd:\t000001ffffffffff\n';
  assert.equal(effectiveCapabilities(status), capability.netAdmin);
});

test('a process that calls itself CapEff has none for that', () => {
  assert.equal(effectiveCapabilities('Name:\tCapEff:\t1000\nCapEff:\t0000000000000000\n'), 0n);
  assert.equal(effectiveCapabilities('Name:\tcat\n'), 0n);
});
