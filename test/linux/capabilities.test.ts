import assert from 'node:assert/strict';
import {test} from 'node:test';
import {capabilitiesIn, capability} from '../../source/linux/capabilities.ts';

test('the effective capabilities are those of the line CapEff', () => {
  const status = 'Name:\tcat\nCapPrm:\t000001ffffffffff\nCapEff:\t0000000000001000\nCapBnd:\t000001ffffffffff\n';
  assert.equal(capabilitiesIn(status), capability.netAdmin);
});

test('a process that calls itself CapEff has none for that', () => {
  assert.equal(capabilitiesIn('Name:\tCapEff:\t1000\nCapEff:\t0000000000000000\n'), 0n);
  assert.equal(capabilitiesIn('Name:\tcat\n'), 0n);
});
