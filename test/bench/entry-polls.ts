import {createInterface} from 'node:readline';
import {withCoverage} from '../../source/collect/coverage/coverage.ts';
import {openCollector} from '../../source/collect/open-collector.ts';
import {hasTool} from '../../source/system/find-tool.ts';
import {countSockets, limitHeap} from '../../source/terminal/heap-limits.ts';

/** What one poll took, in milliseconds; `cpu` is that of all threads since the poll before ended. */
export type PollUse = {readonly wall: number; readonly cpu: number; readonly sockets: number};

// usage: entry-polls [all]. Polls as the program does, once for each line that it reads, and writes a PollUse as a line
// of JSON: of this network namespace, or of all. Before the first it writes the name of the source.
limitHeap(countSockets());
const collector = withCoverage(await openCollector(null, {netns: process.argv[2] === 'all' ? 'all' : 'host'}), {
  hasTool,
});
const write = (value: unknown): void => void process.stdout.write(`${JSON.stringify(value)}\n`);
let before = process.cpuUsage();
write(collector.id);
for await (const _line of createInterface({input: process.stdin})) {
  const start = performance.now();
  const {sockets} = await collector.poll();
  const {user, system} = process.cpuUsage(before);
  before = process.cpuUsage();
  const use: PollUse = {wall: performance.now() - start, cpu: (user + system) / 1000, sockets: sockets.length};
  write(use);
}
collector.close();
