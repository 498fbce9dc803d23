import {writeFileSync} from 'node:fs';
import {monitor} from '../../source/cli/commands/monitor.ts';
import {parseCommandLine} from '../../source/cli/options.ts';
import {prepare} from '../../source/cli/prepare.ts';
import {unknown} from '../../source/domain/known.ts';
import type {Collector} from '../../source/domain/snapshot.ts';
import type {Socket} from '../../source/domain/socket.ts';
import {trusted} from '../../source/domain/text.ts';
import {limitHeap} from '../../source/terminal/heap-limits.ts';

/** Resident memory in MB after so many refreshes. */
export type MemoryAt = {readonly refreshes: number; readonly resident: number};

// usage: entry-refreshes COUNT FILE. The real full screen with a collector that makes up 200 sockets, of which ten are
// other ones at every poll, and no pause between polls. Writes a list of MemoryAt to FILE and ends after COUNT polls.
const [countText = '', file = ''] = process.argv.slice(2);
const count = Number(countText);
const sockets = 200;
const changing = 10;
const samples: MemoryAt[] = [];
let polls = 0;

const socketOf = (number: number): Socket => ({
  key: `tcp4 cookie ${number}`,
  protocol: 'tcp',
  family: 4,
  state: 'ESTABLISHED',
  local: {address: trusted('192.0.2.1'), port: 10_000 + (number % 50_000), interface: null},
  peer: {address: trusted(`198.51.100.${number % 250}`), port: 443, interface: null},
  recvQueue: 0,
  sendQueue: 0,
  uid: 0,
  user: trusted('root'),
  inode: number,
  v6only: null,
  tcp: {rttMs: 0.2, retransmits: 0, bytesSent: number, bytesReceived: 0},
  mptcp: false,
  netns: null,
  owner: unknown('no-process'),
});

const all = Array.from({length: sockets}, (_, index) => socketOf(index + 1));
const collector: Collector = {
  id: 'netlink',
  async poll() {
    polls++;
    for (let index = 0; index < changing; index++) {
      const number = sockets + polls * changing + index;
      all[number % sockets] = socketOf(number);
    }
    if (polls % Math.ceil(count / 200) === 0) {
      samples.push({refreshes: polls, resident: process.memoryUsage.rss() / 1e6});
    }
    if (polls >= count) {
      writeFileSync(file, JSON.stringify(samples));
      process.exit(0);
    }
    return {takenAt: Date.now(), took: 1, host: trusted('bench'), source: 'netlink', sockets: [...all], problems: []};
  },
  close() {},
};

const prepared = await prepare(await parseCommandLine([], ['netlink']), true);
await monitor({...prepared, collector, settings: {...prepared.settings, interval: 0.001}}, process.stdin, {
  tightenHeap: limitHeap(0),
  keepCode: async () => {},
});
