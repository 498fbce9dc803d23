import assert from 'node:assert/strict';
import {test} from 'node:test';
import fc from 'fast-check';
import {copySequence} from '../../source/terminal/clipboard.ts';
import {anyText} from '../helpers/arbitrary.ts';

test('text goes to the clipboard as OSC 52, in base64 of its UTF-8', () => {
  assert.equal(copySequence('sudo ss'), '\x1b]52;c;c3VkbyBzcw==\x07');
  assert.equal(copySequence('東'), '\x1b]52;c;5p2x\x07');
});

test('no text ends the sequence early, or makes more than one', () => {
  fc.assert(
    fc.property(anyText, text => {
      assert.match(copySequence(text), /^\x1b\]52;c;[A-Za-z0-9+/]*=*\x07$/);
    }),
  );
});
