import {spawn} from 'node:child_process';
import {createInterface} from 'node:readline';
import {fileURLToPath} from 'node:url';
import {openProcfs} from '../../../source/collect/procfs/procfs-collector.ts';
import {listedHolders} from '../../../source/domain/socket.ts';

/**
 * Polls the scene before and after a pid passed on, and prints the holders as JSON. Runs in the scene's PID
 * namespace.
 */
const scene = spawn('python3', [fileURLToPath(new URL('reuse-scene.py', import.meta.url))], {
  stdio: ['pipe', 'pipe', 'inherit'],
});
const lines = createInterface({input: scene.stdout})[Symbol.asyncIterator]();
const numbers = async (): Promise<number[]> =>
  String((await lines.next()).value)
    .split(' ')
    .map(Number);

const [port, child] = await numbers();
const collector = await openProcfs({netns: 'host'});
const holders = async (): Promise<number[]> => {
  const {sockets} = await collector.poll();
  const owner = sockets.find(({local, state}) => local.port === port && state === 'LISTEN')?.owner;
  return owner ? listedHolders(owner).map(({process}) => process.pid) : [];
};
const before = await holders();
scene.stdin.write('\n');
const [successor] = await numbers();
const after = await holders();
console.log(JSON.stringify({parent: scene.pid, child, successor, before, after}));
scene.stdin.end();
