import assert from 'node:assert/strict';
import {constants} from 'node:os';
import {test} from 'node:test';
import {readLinks} from '../../../source/collect/netlink/read-links.ts';
import type {Channel} from '../../../source/linux/netlink-channel.ts';
import {loadNetlink} from '../../../source/linux/netlink-channel.ts';

const u16 = (value: number): Buffer => Buffer.from(new Uint16Array([value]).buffer);
const u32 = (value: number): Buffer => Buffer.from(new Uint32Array([value]).buffer);
const padded = (bytes: Buffer): Buffer => Buffer.concat([bytes, Buffer.alloc(-bytes.length & 3)]);
const attribute = (type: number, value: Buffer): Buffer =>
  padded(Buffer.concat([u16(value.length + 4), u16(type), value]));
const message = (type: number, payload: Buffer): Buffer =>
  padded(Buffer.concat([u32(payload.length + 16), u16(type), u16(2), u32(1), u32(0), payload]));
const link = (kind: string, type: number, port: number): Buffer => {
  const data = attribute(
    2,
    Buffer.concat([attribute(99, Buffer.from('x')), attribute(type, Buffer.from([port >> 8, port]))]),
  );
  const info = attribute(18 | 0x8000, Buffer.concat([attribute(1, Buffer.from(`${kind}\0`)), data]));
  return message(16, Buffer.concat([Buffer.alloc(16), attribute(3, Buffer.from('vx0\0')), info]));
};
const done = message(3, u32(0));

/** A channel with these datagrams; then an errno. */
const channelOf = (...datagrams: readonly Buffer[]): (() => Channel) => {
  const rest = [...datagrams];
  return () => ({
    send: () => 0,
    receive: into => {
      const next = rest.shift();
      if (!next) return -constants.errno.EAGAIN;
      into.set(next);
      return next.length;
    },
    close: () => {},
  });
};
const read = (...datagrams: readonly Buffer[]): readonly number[] | null => {
  const links = readLinks(channelOf(...datagrams));
  return links && [...links.tunnelPorts];
};

test('ports of tunnels are read from the attributes of links', () => {
  const plain = message(16, Buffer.concat([Buffer.alloc(16), attribute(3, Buffer.from('lo\0'))]));
  const links = Buffer.concat([plain, link('vxlan', 15, 8473), link('bridge', 15, 1)]);
  assert.deepEqual(read(links, Buffer.concat([link('geneve', 5, 6081), done])), [8473, 6081]);
  assert.deepEqual(read(done), []);
  assert.deepEqual([...(readLinks(channelOf(links, done))?.kinds ?? [])], ['vxlan', 'bridge']);
});

test('an answer that is no whole dump is none', () => {
  assert.equal(read(link('vxlan', 15, 8473)), null, 'it stops');
  assert.equal(read(message(2, u32(-1 >>> 0))), null);
  assert.equal(read(Buffer.concat([u32(8), u16(16), u16(0), u32(1), u32(0)])), null);
  assert.equal(
    readLinks(() => constants.errno.EPERM),
    null,
  );
  assert.equal(
    readLinks(() => ({...channelOf()(), send: () => constants.errno.EPERM})),
    null,
  );
});

test('the kernel answers with the links of this namespace', async context => {
  const library = await loadNetlink().catch(() => null);
  if (!library?.openRoute) return context.skip('koffi does not load');
  assert.ok(readLinks(library.openRoute)?.tunnelPorts instanceof Set);
});
