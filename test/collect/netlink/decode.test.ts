import assert from 'node:assert/strict';
import {constants} from 'node:os';
import {test} from 'node:test';
import fc from 'fast-check';
import {decodePart, SOCK_DIAG_BY_FAMILY} from '../../../source/collect/netlink/decode.ts';
import {describe} from '../../../source/collect/netlink/describe.ts';
import {createSocketCache} from '../../../source/collect/netlink/socket-cache.ts';
import {trusted} from '../../../source/domain/text.ts';
import {ending, fixture, inetDiag, join, message, viewOf} from './messages.ts';

const {EBADMSG, ENOBUFS} = constants.errno;
const sequence = 7;
const names = {device: () => null, user: () => trusted(''), netns: null};
const socket = (inode: number): Uint8Array => message(SOCK_DIAG_BY_FAMILY, sequence, inetDiag({inode}));

function decode(bytes: Uint8Array, length = bytes.length) {
  const inodes: number[] = [];
  const part = decodePart(
    viewOf(bytes),
    length,
    sequence,
    (view, start) => inodes.push(view.getUint32(start + 68, true)),
    true,
  );
  return {...part, inodes};
}

test('A datagram holds several sockets, and the dump goes on after it', () => {
  const {inodes, ...part} = decode(join([socket(11), socket(12)]));
  assert.deepEqual(inodes, [11, 12]);
  assert.deepEqual(part, {ended: false, errno: 0, interrupted: false, lost: 0, unreadable: 0});
});

test('A captured dump ends with its last datagram', () => {
  const parts = fixture('tcp4').map(view => decodePart(view, view.byteLength, 1, () => {}));
  assert.deepEqual(
    parts.map(part => part.ended),
    [false, true],
  );
  assert.ok(parts.every(part => part.unreadable === 0 && part.errno === 0 && !part.interrupted));
});

test('Messages after the end of a dump are not read', () => {
  assert.deepEqual(decode(join([socket(11), ending(3, sequence, 0), socket(12)])).inodes, [11]);
});

test('An error message ends the dump with its errno', () => {
  const {ended, errno} = decode(ending(2, sequence, 2));
  assert.deepEqual([ended, errno], [true, 2]);
});

test('The end of a dump can carry an errno too, as where a protocol has no sock_diag module', () => {
  const {ended, errno} = decode(join([socket(11), ending(3, sequence, 2)]));
  assert.deepEqual([ended, errno], [true, 2]);
});

test('A dump is interrupted when any of its messages has the flag, the last one included', () => {
  const interrupted = 0x12;
  assert.ok(decode(message(SOCK_DIAG_BY_FAMILY, sequence, inetDiag({}), interrupted)).interrupted);
  assert.ok(decode(ending(3, sequence, 0, interrupted)).interrupted);
});

test('NLMSG_OVERRUN is a sign of lost messages', () => {
  assert.equal(decode(message(4, sequence, new Uint8Array(0))).lost, ENOBUFS);
  assert.equal(decode(socket(11)).lost, 0);
});

test('Answers to another request are counted and left out, also when they claim to end the dump', () => {
  const {inodes, ended, unreadable} = decode(join([ending(3, sequence - 1, 0), socket(11)]));
  assert.deepEqual([inodes, ended, unreadable], [[11], false, 1]);
});

test('Messages of another kind and messages too short for a socket are counted, and the next one is read', () => {
  const short = message(SOCK_DIAG_BY_FAMILY, sequence, new Uint8Array(71));
  const {inodes, unreadable} = decode(
    join([short, new Uint8Array(1), message(99, sequence, new Uint8Array(80)), socket(11)]),
  );
  assert.deepEqual([inodes, unreadable], [[11], 2]);
});

test('A message that is cut off is counted and lost, not read', () => {
  const whole = join([socket(11), socket(12)]);
  for (let length = whole.length - 1; length > socket(11).length; length--) {
    const {inodes, unreadable, lost} = decode(whole, length);
    assert.deepEqual([inodes, unreadable, lost], [[11], 1, EBADMSG]);
  }
});

test('A length below that of the header ends the walk instead of turning in circles', () => {
  const bytes = socket(11);
  for (const length of [0, 1, 15]) {
    new DataView(bytes.buffer).setUint32(0, length, true);
    assert.deepEqual([decode(bytes).inodes, decode(bytes).unreadable, decode(bytes).lost], [[], 1, EBADMSG]);
  }
});

test('A datagram longer than the buffer is read as far as it goes, and the rest of it is lost', () => {
  const {inodes, unreadable, lost} = decode(socket(11), 200_000);
  assert.deepEqual([inodes, unreadable, lost], [[11], 1, EBADMSG]);
});

test('Numbers are read in the byte order of the host', () => {
  const bytes = join([
    message(SOCK_DIAG_BY_FAMILY, sequence, inetDiag({inode: 11}, false), 0x12, false),
    ending(3, sequence, 2, 2, false),
  ]);
  const inodes: number[] = [];
  const part = decodePart(
    viewOf(bytes),
    bytes.length,
    sequence,
    (view, start) => inodes.push(view.getUint32(start + 68)),
    false,
  );
  assert.deepEqual(part, {ended: true, errno: 2, interrupted: true, lost: 0, unreadable: 0});
  assert.deepEqual(inodes, [11]);
});

// Reads outside of a DataView throw a RangeError, so what does not throw has not read outside.
test('No bytes make it throw, or see more messages than there is room for', () => {
  const header = fc
    .record({
      size: fc.oneof(fc.integer({min: 0, max: 400}), fc.constant(0xffffffff)),
      type: fc.constantFrom(SOCK_DIAG_BY_FAMILY, SOCK_DIAG_BY_FAMILY, 1, 2, 3, 4, 99),
      sequence: fc.constantFrom(sequence, sequence, 0),
      rest: fc.uint8Array({maxLength: 300}),
    })
    .map(({size, type, sequence: answers, rest}) => {
      const bytes = message(type, answers, rest);
      new DataView(bytes.buffer).setUint32(0, size, true);
      return bytes;
    });
  const anything = fc.oneof(fc.uint8Array({maxLength: 1000}), fc.array(header, {maxLength: 4}).map(join));
  fc.assert(
    fc.property(anything, fc.nat(1200), fc.boolean(), (bytes, length, little) => {
      let seen = 0;
      const part = decodePart(
        viewOf(bytes),
        length,
        sequence,
        (_, start, end) => {
          seen++;
          assert.ok(start >= 16 && end - start >= 72 && end <= bytes.length && end <= length);
        },
        little,
      );
      assert.ok(seen * 88 <= bytes.length && part.errno >= 0);
    }),
    {numRuns: 2000},
  );
});

test('A captured dump with any of its bytes changed, or cut anywhere, is read without a throw', () => {
  const [captured] = fixture('tcp6');
  assert.ok(captured);
  const bytes = new Uint8Array(captured.buffer);
  const change = fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), {minLength: 1, maxLength: 8});
  fc.assert(
    fc.property(change, fc.nat(bytes.length), (changes, length) => {
      const changed = Uint8Array.from(bytes);
      for (const [at, value] of changes) changed[at] = value;
      const cache = createSocketCache((sample, cookie, before) => describe('tcp', sample, cookie, names, before));
      cache.begin();
      const part = decodePart(viewOf(changed), length, 1, cache.onSocket);
      assert.ok(cache.finish().cached.length <= 5 && part.unreadable + cache.unreadable() >= 0);
    }),
    {numRuns: 1000},
  );
});
