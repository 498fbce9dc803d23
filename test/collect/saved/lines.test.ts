import assert from 'node:assert/strict';
import {test} from 'node:test';
import {maxLineLength, toLines} from '../../../source/collect/saved/lines.ts';

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const lines = (bytes: Uint8Array): string[] => [...toLines(bytes)];

function utf16(text: string, little: boolean, mark: boolean): Uint8Array {
  const bytes = Buffer.from((mark ? '\ufeff' : '') + text, 'utf16le');
  return little ? bytes : bytes.swap16();
}

test('lines end with LF or CR LF, and tabs become blanks', () => {
  assert.deepEqual(lines(utf8('a\tb\r\nc\n\nd')), ['a b', 'c', '', 'd']);
  assert.deepEqual(lines(utf8('')), []);
});

test('a byte order mark is no part of the text', () => {
  assert.deepEqual(lines(utf8('\ufeffProto')), ['Proto']);
});

test('UTF-16 is recognised with and without byte order mark, in either order', () => {
  for (const little of [true, false]) {
    for (const mark of [true, false]) assert.deepEqual(lines(utf16('ABHÖREN\r\nß', little, mark)), ['ABHÖREN', 'ß']);
  }
});

test('bytes that are no UTF-8 stay visible, in their own line only', () => {
  assert.deepEqual(lines(Buffer.concat([Buffer.from('ABH'), Buffer.from([0x99]), Buffer.from('REN\nABHÖREN\n')])), [
    'ABH\\x99REN',
    'ABHÖREN',
  ]);
});

test('control characters are escaped', () => {
  assert.deepEqual(lines(utf8('a\x1b[31mb\u202ec\u0000')), ['a\\x1b[31mb\\u{202e}c\\x00']);
});

test('a line is bounded', () => {
  assert.equal(lines(utf8('x'.repeat(maxLineLength * 2)))[0]?.length, maxLineLength);
});
