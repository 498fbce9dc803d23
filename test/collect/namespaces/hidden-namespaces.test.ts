import assert from 'node:assert/strict';
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {createInterface} from 'node:readline/promises';
import {type TestContext, test} from 'node:test';
import {fileURLToPath} from 'node:url';
import {openNetlink} from '../../../source/collect/netlink/netlink-collector.ts';
import type {Snapshot} from '../../../source/domain/snapshot.ts';
import {listedHolders, type Socket} from '../../../source/domain/socket.ts';
import {skipWithout} from '../netlink/namespace.ts';

const options = {skip: skipWithout('ip netns', 'python3'), timeout: 60_000};
const port = 8443;
const path = fileURLToPath(new URL('namespace-scene.py', import.meta.url));

/** A process of the scene, and the namespace in which its server is. It ends with the test. */
async function start(
  t: TestContext,
  scene: string,
): Promise<{readonly pid: number | undefined; readonly inode: string}> {
  const child = spawn('python3', [path, scene], {stdio: ['pipe', 'pipe', 'inherit']});
  t.after(() => child.kill('SIGKILL'));
  const [line] = await once(createInterface({input: child.stdout}), 'line');
  return {pid: child.pid, inode: /^ready (net:\[\d+\])$/.exec(line)?.[1] ?? ''};
}

const servers = ({sockets}: Snapshot, inode: string): readonly Socket[] =>
  sockets.filter(({netns, local}) => `net:[${netns?.inode}]` === inode && local.port === port);

for (const scene of ['in_thread', 'by_descriptor'])
  test(`a namespace ${scene.replace('_', ' ')} alone is read`, options, async t => {
    const {pid, inode} = await start(t, scene);
    const collector = await openNetlink();
    t.after(() => collector.close());
    // Each poll reads threads for a bounded time, which is short on a busy machine.
    let found: readonly Socket[] = [];
    while (found.length === 0) found = servers(await collector.poll(), inode);
    const [server] = found;
    assert.deepEqual(server && listedHolders(server.owner).map(({process}) => process.pid), [pid]);
  });
