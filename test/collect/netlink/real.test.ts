import assert from 'node:assert/strict';
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {type Socket as Connection, connect, createServer} from 'node:net';
import {after, before, test} from 'node:test';
import {openNetlink} from '../../../source/collect/netlink/netlink-collector.ts';
import type {Collector} from '../../../source/domain/snapshot.ts';
import type {Socket} from '../../../source/domain/socket.ts';
import {skipWithout} from './namespace.ts';

const opened = await openNetlink({netns: 'host'}).catch((error: Error) => error);
const skip = opened instanceof Error && process.env.REQUIRE_TOOLS !== '1' ? opened.message : false;

const server = createServer();
let collector: Collector;
let client: Connection;
let accepted: Connection;
let port = 0;

before(async () => {
  if (skip !== false) return;
  if (opened instanceof Error) throw opened;
  collector = opened;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  port = address !== null && typeof address === 'object' ? address.port : 0;
  client = connect(port, '127.0.0.1');
  [accepted] = await once(server, 'connection');
  accepted.resume();
});
after(() => {
  client?.destroy();
  server.close();
  collector?.close();
});

/** Polls until a socket is as it should be; a poll that never finds it makes the test time out. */
async function pollUntil(wanted: (socket: Socket) => boolean): Promise<Socket> {
  for (;;) {
    const found = (await collector.poll()).sockets.find(wanted);
    if (found) return found;
  }
}

const isClient = (socket: Socket): boolean => socket.protocol === 'tcp' && socket.peer?.port === port;

test('A listener of this process is found, with this process as its owner', {skip}, async () => {
  const socket = await pollUntil(({state, local}) => state === 'LISTEN' && local.port === port);
  assert.equal(socket.local.address, '127.0.0.1');
  assert.equal(socket.uid, process.getuid?.());
  assert.ok(socket.owner.known);
  assert.deepEqual(
    socket.owner.value.map(holder => holder.process.pid),
    [process.pid],
  );
});

test('Bytes sent and received are counted on both ends', {skip, timeout: 20_000}, async () => {
  client.write(Buffer.alloc(50_000));
  const sender = await pollUntil(socket => isClient(socket) && (socket.tcp?.bytesSent ?? 0) >= 50_000);
  const receiver = await pollUntil(({local, state}) => local.port === port && state === 'ESTABLISHED');
  assert.ok(sender.tcp && sender.tcp.rttMs > 0 && sender.tcp.rttMs < 5000);
  assert.equal(receiver.tcp?.bytesReceived, 50_000);
});

test('A connection keeps its key into TIME_WAIT, where nobody owns it', {skip, timeout: 20_000}, async () => {
  const before = await pollUntil(isClient);
  client.end();
  await once(accepted, 'end');
  accepted.end();
  const after = await pollUntil(socket => isClient(socket) && socket.state === 'TIME_WAIT');
  assert.equal(after.key, before.key);
  assert.deepEqual([after.inode, after.uid, after.tcp], [null, null, null]);
  assert.ok(!after.owner.known && after.owner.why === 'closing');
});

// A queue of two: three connections are established, one is not answered.
const neverAccepts = `
import socket, sys
server = socket.create_server(("127.0.0.1", 0), backlog=2)
print(server.getsockname()[1], flush=True)
sys.stdin.read()
`;

test('Connections that a server does not accept wait, and have no process', {
  skip: skip || skipWithout('python3'),
  timeout: 20_000,
}, async context => {
  const child = spawn('python3', ['-c', neverAccepts], {stdio: ['pipe', 'pipe', 'inherit']});
  context.after(() => child.kill('SIGKILL'));
  const [line] = await once(child.stdout, 'data');
  const at = Number(String(line));
  const clients = Array.from({length: 3}, () => connect(at, '127.0.0.1'));
  context.after(() => {
    for (const each of clients) each.destroy();
  });
  await Promise.all(clients.map(each => once(each, 'connect')));
  const {sockets} = await collector.poll();
  const waiting = sockets.filter(({local, state}) => local.port === at && state !== 'LISTEN');
  assert.deepEqual(
    waiting.map(({owner}) => (owner.known ? 'known' : owner.why)),
    ['not-accepted', 'not-accepted', 'not-accepted'],
  );
  const listener = sockets.find(({local, state}) => local.port === at && state === 'LISTEN');
  assert.deepEqual(listener?.owner.known ? listener.owner.value.map(({process}) => process.pid) : [], [child.pid]);
});
