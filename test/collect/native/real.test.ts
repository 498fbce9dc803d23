import assert from 'node:assert/strict';
import {once} from 'node:events';
import {connect, createServer} from 'node:net';
import {userInfo} from 'node:os';
import {test} from 'node:test';
import {openTools} from '../../../source/collect/native/native-collector.ts';
import {hasTool} from '../../../source/system/find-tool.ts';
import {type RunTool, runTool} from '../../../source/system/run-tool.ts';

/** The calls for macOS with the tools of this host: lsof as it is called there, netstat with the options of Linux. */
const hereAsThere: RunTool = (tool, parameters, limits) =>
  runTool(tool, tool === 'netstat' ? ['-tunaW'] : parameters, limits);

const lacks = !(await hasTool('lsof')) || !(await hasTool('netstat'));

test('the call of lsof works, and names who holds a listener and both ends of a connection', {
  skip: lacks,
}, async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  assert.ok(address !== null && typeof address === 'object');
  const client = connect(address.port, '127.0.0.1');
  const [[accepted]] = await Promise.all([once(server, 'connection'), once(client, 'connect')]);
  try {
    const collector = await openTools({platform: 'darwin', run: hereAsThere});
    const {sockets} = await collector.poll();
    collector.close();
    const mine = sockets.filter(({local, peer}) => local.port === address.port || peer?.port === address.port);
    assert.deepEqual(mine.map(({state}) => state).sort(), ['ESTABLISHED', 'ESTABLISHED', 'LISTEN']);
    for (const {owner} of mine) {
      assert.ok(owner.known);
      const [holder] = owner.value;
      assert.deepEqual([holder?.process.pid, holder?.process.user], [process.pid, userInfo().username]);
      assert.equal(holder?.descriptors.length, 1);
    }
  } finally {
    client.destroy();
    accepted.destroy();
    server.close();
  }
});
