import assert from 'node:assert/strict';
import {test} from 'node:test';
import fc from 'fast-check';
import {field, readCookie, readSample, sampleLength} from '../../../source/collect/netlink/inet-diag.ts';
import {attribute, inetDiag, viewOf, words} from './messages.ts';

const INET_DIAG_INFO = 2;
const INET_DIAG_SKV6ONLY = 11;
const INET_DIAG_MARK = 15;
const INET_DIAG_ULP_INFO = 19;

/** `ulpForAll`: of Linux 6.15 and newer. */
function read(bytes: Uint8Array, little = true, ulpForAll = false) {
  const sample = new Uint32Array(sampleLength);
  const whole = readSample(viewOf(bytes), 0, bytes.length, sample, little, ulpForAll);
  return {whole, sample, at: (name: keyof typeof field) => sample[field[name]]};
}

/** struct tcp_info of the given length, each word its own offset. */
const tcpInfo = (length: number, little = true): Uint8Array =>
  words(
    Array.from({length: length / 4}, (_, index) => 4 * index),
    little,
  );

/** Attributes of a socket of which a privileged program is sent the name of the upper protocol, where it has one. */
const reported = [attribute(INET_DIAG_INFO, tcpInfo(136)), attribute(INET_DIAG_MARK, words([0]))];

for (const little of [true, false]) {
  test(`All fields of struct inet_diag_msg are read where the host is ${little ? 'little' : 'big'}-endian`, () => {
    const bytes = inetDiag(
      {
        family: 10,
        state: 8,
        ports: [443, 51234],
        local: [0x20010db8, 1, 2, 3],
        peer: [0xfe800000, 4, 5, 6],
        device: 3,
        queues: [0x10203, 70_000],
        uid: 4_294_967_294,
        inode: 4_000_000_000,
        attributes: [attribute(INET_DIAG_SKV6ONLY, Uint8Array.of(1), little)],
      },
      little,
    );
    const {whole, sample} = read(bytes, little);
    assert.ok(whole);
    assert.deepEqual(
      [...sample.subarray(0, field.info)],
      [
        10, 443, 51234, 0x20010db8, 1, 2, 3, 0xfe800000, 4, 5, 6, 3, 8, 4_294_967_294, 4_000_000_000, 1, 2, 0x10203,
        70_000,
      ],
    );
  });

  test(`Counters of struct tcp_info are read where the host is ${little ? 'little' : 'big'}-endian`, () => {
    const {at} = read(
      inetDiag({attributes: [attribute(INET_DIAG_INFO, tcpInfo(248, little), little)]}, little),
      little,
    );
    assert.deepEqual([at('info'), at('rtt'), at('retransmits')], [1, 68, 100]);
    const acked = little ? [124, 120] : [120, 124];
    const received = little ? [132, 128] : [128, 132];
    assert.deepEqual([at('ackedHigh'), at('ackedLow'), at('receivedHigh'), at('receivedLow')], [...acked, ...received]);
  });
}

test('A tcp_info of a kernel before 4.1, without byte counters, counts as absent', () => {
  assert.equal(read(inetDiag({attributes: [attribute(INET_DIAG_INFO, tcpInfo(136))]})).at('info'), 1);
  assert.equal(read(inetDiag({attributes: [attribute(INET_DIAG_INFO, tcpInfo(132))]})).at('info'), 0);
});

test('Without attributes tcp_info and IPV6_V6ONLY are absent, also after a message that had them', () => {
  const sample = new Uint32Array(sampleLength).fill(99);
  const bytes = inetDiag({});
  assert.ok(readSample(viewOf(bytes), 0, bytes.length, sample, true));
  assert.equal(sample[field.v6only], 2);
  assert.ok(sample.subarray(field.info).every(word => word === 0));
});

test('A subflow of Multipath TCP is known by the name of its upper protocol, which is sent whole', () => {
  const mptcp = (name: string, little = true): Uint8Array =>
    attribute(INET_DIAG_ULP_INFO | 0x8000, attribute(1, Buffer.from(name), little), little);
  for (const little of [true, false]) {
    assert.equal(read(inetDiag({attributes: [mptcp('mptcp\0', little)]}, little), little).at('mptcp'), 1);
  }
  for (const name of ['tls\0', 'mptcp', 'mptcp2\0', 'MPTCP\0', '']) {
    assert.equal(read(inetDiag({attributes: [...reported, mptcp(name)]})).at('mptcp'), 0, name);
  }
  const other = attribute(INET_DIAG_ULP_INFO, attribute(2, Buffer.from('mptcp\0')));
  assert.equal(read(inetDiag({attributes: [...reported, other]})).at('mptcp'), 0);
});

test('Without the name it is none only where tcp_info and the mark, which need the same, were sent', () => {
  const [info = new Uint8Array(), mark = new Uint8Array()] = reported;
  const notReported = (...attributes: readonly Uint8Array[]): number | undefined =>
    read(inetDiag({attributes})).at('mptcp');
  assert.deepEqual([notReported(info, mark), notReported(mark, info)], [0, 0]);
  assert.deepEqual([notReported(), notReported(info), notReported(mark)], [2, 2, 2]);
  const toAll = (...attributes: readonly Uint8Array[]): number | undefined =>
    read(inetDiag({attributes}), true, true).at('mptcp');
  assert.deepEqual([toAll(info), toAll(), toAll(mark)], [0, 2, 2], 'since Linux 6.15');
});

test('Attributes of other kinds are passed over', () => {
  const others = [attribute(8, Uint8Array.of(0)), attribute(22, new Uint8Array(5)), attribute(0x8000 | 15, words([1]))];
  const {whole, at} = read(inetDiag({attributes: [...others, attribute(INET_DIAG_SKV6ONLY, Uint8Array.of(0))]}));
  assert.deepEqual([whole, at('v6only')], [true, 0]);
});

test('A misshapen attribute is reported, and what stands before it counts', () => {
  const v6only = attribute(INET_DIAG_SKV6ONLY, Uint8Array.of(1));
  for (const broken of [Uint8Array.of(3, 0, 2, 0), Uint8Array.of(200, 0, 2, 0), Uint8Array.of(4, 0)]) {
    const {whole, at} = read(inetDiag({inode: 5, attributes: [v6only, broken]}));
    assert.deepEqual([whole, at('v6only'), at('inode')], [false, 1, 5]);
  }
});

test('A message shorter than struct inet_diag_msg is not read', () => {
  assert.equal(read(inetDiag({}).subarray(0, 71)).whole, false);
});

test('No attributes make it throw or read past the message', () => {
  const one = fc
    .tuple(fc.nat(400), fc.constantFrom(2, 11, 8, 19, 0x8002), fc.uint8Array({maxLength: 300}))
    .map(([size, type, rest]) => {
      const bytes = attribute(type, rest);
      new DataView(bytes.buffer).setUint16(0, size, true);
      return bytes;
    });
  fc.assert(
    fc.property(fc.array(one, {maxLength: 5}), fc.nat(20), (attributes, cut) => {
      const bytes = inetDiag({attributes});
      const end = Math.max(72, bytes.length - cut);
      // Bytes of 255 follow, so a counter read past the end would show.
      const padded = new Uint8Array(bytes.length + 400).fill(255);
      padded.set(bytes.subarray(0, end));
      const [inside, outside] = [new Uint32Array(sampleLength), new Uint32Array(sampleLength)];
      const whole = readSample(viewOf(bytes.subarray(0, end)), 0, end, inside, true);
      assert.equal(readSample(viewOf(padded), 0, end, outside, true), whole);
      assert.deepEqual(inside, outside);
    }),
    {numRuns: 1000},
  );
});

test('Cookies are map keys that differ for different sockets, also those counted down from -1', () => {
  const cookie = (low: number, high: number): number | string =>
    readCookie(viewOf(inetDiag({cookie: [low, high]})), 0, true);
  assert.equal(cookie(52_128, 0), 52_128);
  assert.equal(cookie(1, 1), 2 ** 32 + 1);
  assert.equal(cookie(0xffffffff, 0xffffffff), -1);
  assert.equal(cookie(0xfffffffe, 0xffffffff), -2);
  assert.notEqual(cookie(1, 0x7fffffff), cookie(0, 0x7fffffff));
  assert.equal(readCookie(viewOf(inetDiag({cookie: [5, 1]}, false)), 0, false), 2 ** 32 + 5);
});
