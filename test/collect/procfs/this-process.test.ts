import assert from 'node:assert/strict';
import {createSocket, type Socket as Datagram} from 'node:dgram';
import {once} from 'node:events';
import {type AddressInfo, connect, createServer} from 'node:net';
import {networkInterfaces} from 'node:os';
import {type TestContext, test} from 'node:test';
import {openProcfs} from '../../../source/collect/procfs/procfs-collector.ts';
import type {Snapshot} from '../../../source/domain/snapshot.ts';
import type {Family, Protocol, Socket, SocketState} from '../../../source/domain/socket.ts';

const hasIPv6 = Object.values(networkInterfaces()).some(list => list?.some(({address}) => address === '::1'));
const loopbacks: readonly {family: 4 | 6; address: string}[] = [
  {family: 4, address: '127.0.0.1'},
  ...(hasIPv6 ? [{family: 6, address: '::1'} as const] : []),
];

const openTcp = async (context: TestContext, address: string): Promise<{server: number; client: number}> => {
  const server = createServer();
  server.listen(0, address);
  await once(server, 'listening');
  const {port} = server.address() as AddressInfo;
  const client = connect(port, address);
  const [[accepted]] = await Promise.all([once(server, 'connection'), once(client, 'connect')]);
  context.after(() => {
    accepted.destroy();
    client.destroy();
    server.close();
  });
  return {server: port, client: client.localPort ?? 0};
};

const openUdp = async (context: TestContext, type: 'udp4' | 'udp6', address: string): Promise<Datagram> => {
  const socket = createSocket(type);
  context.after(() => socket.close());
  socket.bind(0, address);
  await once(socket, 'listening');
  return socket;
};

test('sockets of every kind that this process opens are found, with this process as their owner', async context => {
  const snapshots: Snapshot[] = [];
  const collector = await openProcfs({netns: 'host'});
  for (const {family, address} of loopbacks) {
    const tcp = await openTcp(context, address);
    const bound = await openUdp(context, `udp${family}`, address);
    const connected = await openUdp(context, `udp${family}`, address);
    connected.connect(bound.address().port, address);
    await once(connected, 'connect');
    const snapshot = await collector.poll();
    snapshots.push(snapshot);
    const find = (protocol: Protocol, state: SocketState, port: number): Socket | undefined =>
      snapshot.sockets.find(
        socket =>
          socket.protocol === protocol &&
          socket.family === (family satisfies Family) &&
          socket.state === state &&
          socket.local.port === port &&
          socket.local.address === address,
      );
    const found = {
      listening: find('tcp', 'LISTEN', tcp.server),
      accepted: find('tcp', 'ESTABLISHED', tcp.server),
      client: find('tcp', 'ESTABLISHED', tcp.client),
      bound: find('udp', 'UNCONN', bound.address().port),
      connected: find('udp', 'ESTABLISHED', connected.address().port),
    };
    for (const [kind, socket] of Object.entries(found)) {
      const owner = socket?.owner;
      assert.ok(owner?.known, `${kind} of IPv${family}`);
      const [holder, ...others] = owner.value;
      assert.deepEqual(others, []);
      assert.equal(holder?.process.pid, process.pid);
      assert.equal(holder?.process.uid, process.geteuid?.());
      assert.equal(holder?.descriptors.length, 1);
      const executable = holder?.process.executable;
      assert.ok(executable?.known);
      assert.deepEqual([executable.value.path, executable.value.state], [process.execPath, 'intact']);
      assert.ok(Math.abs((holder?.process.startedAt ?? 0) - (Date.now() - process.uptime() * 1000)) < 5_000);
    }
    assert.equal(found.client?.peer?.port, tcp.server);
    assert.equal(found.listening?.peer, null);
  }
  const [first, second] = snapshots;
  const before = first?.sockets.find(
    ({state, owner}) => state === 'LISTEN' && owner.known && owner.value[0]?.process.pid === process.pid,
  );
  assert.ok(before && (!hasIPv6 || second?.sockets.includes(before)));
});
