import assert from 'node:assert/strict';
import {constants} from 'node:os';
import {test} from 'node:test';
import {hostIsLittle} from '../../../source/collect/netlink/decode.ts';
import {readMptcpPorts} from '../../../source/collect/netlink/mptcp-ports.ts';
import {loadNetlink} from '../../../source/linux/netlink-channel.ts';
import {attribute, ending, join, message} from './messages.ts';

const u16 = (value: number): Uint8Array => new Uint8Array(new Uint16Array([value]).buffer);
const attr = (type: number, value: Uint8Array): Uint8Array => attribute(type, value, hostIsLittle);
const generic = (type: number, ...attributes: readonly Uint8Array[]): Uint8Array =>
  message(type, 1, join([Uint8Array.of(1, 2, 0, 0), ...attributes]), 2, hostIsLittle);
const family = (name: string, id: number): Uint8Array =>
  generic(16, attr(2, Buffer.from(`${name}\0`)), attr(1, u16(id)));
const endpoint = (...attributes: readonly Uint8Array[]): Uint8Array => generic(31, attr(0x8001, join(attributes)));
const address = attr(3, Uint8Array.of(127, 0, 0, 1));
const done = ending(3, 1, 0, 2, hostIsLittle);

/** What is read where each channel has the next of these answers, and where the kernel answers with no more. */
function read(...answers: readonly Uint8Array[]) {
  const rest = [...answers];
  const sent: number[] = [];
  const ports = readMptcpPorts(() => {
    let next = rest.shift();
    return {
      send: bytes => {
        sent.push(new DataView(bytes.buffer).getUint16(4, hostIsLittle));
        return 0;
      },
      receive: into => {
        if (!next) return -constants.errno.EAGAIN;
        into.set(next);
        const {length} = next;
        next = undefined;
        return length;
      },
      close: () => {},
    };
  });
  return {ports: ports && [...ports], sent};
}

const families = join([family('nlctrl', 16), family('mptcp_pm', 31), family('mptcp_pm2', 32), done]);

test('the ports of endpoints are read from the path manager, by the number of its family', () => {
  const endpoints = join([
    endpoint(address, attr(5, u16(10_010))),
    endpoint(address),
    endpoint(attr(5, u16(7430))),
    done,
  ]);
  assert.deepEqual(read(families, endpoints), {ports: [10_010, 7430], sent: [16, 31]});
  assert.deepEqual(read(families, done).ports, []);
});

test('a kernel without Multipath TCP, or one that refuses, has no answer', () => {
  assert.deepEqual(read(join([family('nlctrl', 16), done])), {ports: null, sent: [16]});
  assert.equal(read(families, ending(2, 1, constants.errno.EPERM, 2, hostIsLittle)).ports, null);
  assert.equal(read(families).ports, null);
  assert.equal(
    readMptcpPorts(() => constants.errno.EPERM),
    null,
  );
});

test('the kernel answers for this namespace, or has none of it', async context => {
  const library = await loadNetlink().catch(() => null);
  if (!library?.openGeneric) return context.skip('koffi does not load');
  const ports = readMptcpPorts(library.openGeneric);
  assert.ok(ports === null || ports instanceof Set);
});
