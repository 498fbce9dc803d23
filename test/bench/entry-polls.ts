import {withCoverage} from '../../source/collect/coverage/coverage.ts';
import {openCollector} from '../../source/collect/open-collector.ts';
import {hasTool} from '../../source/system/find-tool.ts';
import {countSockets, limitHeap} from '../../source/terminal/heap-limits.ts';

/** What one poll took, in milliseconds; `cpu` is that of all threads since the poll before ended. */
export type PollUse = {readonly wall: number; readonly cpu: number; readonly sockets: number};

// usage: entry-polls COUNT PAUSE [all]. Polls as the program does, PAUSE milliseconds apart, and prints a PollUse for
// each as JSON: of this network namespace, or of all.
const [count = 1, rest = 0] = process.argv.slice(2).map(Number);
limitHeap(countSockets());
const collector = withCoverage(await openCollector(null, {netns: process.argv[4] === 'all' ? 'all' : 'host'}), {
  hasTool,
});
const uses: PollUse[] = [];
let before = process.cpuUsage();
for (let index = 0; index < count; index++) {
  const start = performance.now();
  const {sockets} = await collector.poll();
  const {user, system} = process.cpuUsage(before);
  before = process.cpuUsage();
  uses.push({wall: performance.now() - start, cpu: (user + system) / 1000, sockets: sockets.length});
  await new Promise(resolve => setTimeout(resolve, rest));
}
collector.close();
process.stdout.write(JSON.stringify({source: collector.id, uses}));
