import assert from 'node:assert/strict';
import {test} from 'node:test';
import fc from 'fast-check';
import {ianaRegistry} from '../../../source/domain/services/iana.ts';
import {decodeRegistry, encodeRegistry} from '../../../source/domain/services/registry.ts';

test('the IANA registry is the same after it was a text', () => {
  const text = encodeRegistry(ianaRegistry);
  assert.ok(ianaRegistry.tcp.size > 5000 && ianaRegistry.udp.size > 5000);
  assert.deepEqual(decodeRegistry(text), ianaRegistry);
  assert.ok(text.length < 130_000, `${text.length} characters`);
});

test('so is any other', () => {
  const names = fc
    .array(fc.tuple(fc.integer({min: 1, max: 65_535}), fc.stringMatching(/^[!-<>-~]{1,9}$/)), {maxLength: 20})
    .map(entries => new Map(entries.sort(([a], [b]) => a - b)));
  fc.assert(
    fc.property(names, names, (tcp, udp) => assert.deepEqual(decodeRegistry(encodeRegistry({tcp, udp})), {tcp, udp})),
  );
});

test('a name that would be read as another is refused', () => {
  for (const name of ['', 'two words', '7=x', 'line\nbreak']) {
    assert.throws(() => encodeRegistry({tcp: new Map([[7, name]]), udp: new Map()}), /is no name of a service/);
  }
});
