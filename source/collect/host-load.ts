import {readFile} from 'node:fs/promises';
import {cpus, loadavg, networkInterfaces} from 'node:os';
import type {HostLoad, InterfaceRate} from '../domain/host.ts';
import {sanitize} from '../domain/text.ts';
import {parseNetDev, type Traffic} from './procfs/net-dev.ts';
import {loadPackage} from './systeminformation/load-package.ts';

/** Load of the host, with the interfaces that are up and not loopback. */
export async function readLoad(): Promise<HostLoad> {
  const names = interfacesUp();
  const interfaces = names.length === 0 ? [] : await readRates(names);
  return {load1: loadavg()[0] ?? 0, cpuPercent: cpuPercent(), memoryPercent: await memoryPercent(), interfaces};
}

/** By what is available (proc_meminfo(5)), which counts caches as free: on Linux the package reads one file for it. */
async function memoryPercent(): Promise<number | null> {
  const {mem} = await loadPackage();
  const {total, available} = await mem();
  return total > 0 && available >= 0 ? 100 * (1 - available / total) : null;
}

let trafficBefore: {readonly at: number; readonly of: ReadonlyMap<string, Traffic>} = {at: 0, of: new Map()};

/** The kernel's own table costs next to nothing; the package, which runs a dozen commands for each reading, is for other systems. */
async function readRates(names: readonly string[]): Promise<readonly InterfaceRate[]> {
  const text = await readFile('/proc/net/dev', 'latin1').catch(() => null);
  if (text === null) return ratesOfPackage(names);
  const before = trafficBefore;
  trafficBefore = {at: performance.now(), of: parseNetDev(text)};
  const seconds = (trafficBefore.at - before.at) / 1000;
  return names.map(name => {
    const [old, now] = [before.of.get(name), trafficBefore.of.get(name)];
    const rate = (field: keyof Traffic): number | null =>
      old && now && seconds > 0 ? Math.max(0, (now[field] - old[field]) / seconds) : null;
    return {name: sanitize(name), rxPerSecond: rate('received'), txPerSecond: rate('sent')};
  });
}

async function ratesOfPackage(names: readonly string[]): Promise<readonly InterfaceRate[]> {
  const {networkStats} = await loadPackage();
  const stats = await networkStats(names.join(','));
  return stats.map(({iface, rx_sec, tx_sec}) => ({
    name: sanitize(iface),
    rxPerSecond: rateOf(rx_sec),
    txPerSecond: rateOf(tx_sec),
  }));
}

let before = {busy: 0, all: 0};

/**
 * Share of time that the processors were busy since the call before (since boot, for the first). The package's own reading
 * runs a command and stops the whole program until that ends.
 */
function cpuPercent(): number {
  let all = 0;
  let idle = 0;
  for (const {times} of cpus()) {
    all += times.user + times.nice + times.sys + times.irq + times.idle;
    idle += times.idle;
  }
  const now = {busy: all - idle, all};
  const share = now.all > before.all ? (now.busy - before.busy) / (now.all - before.all) : 0;
  before = now;
  return 100 * Math.max(0, Math.min(1, share));
}

// Only plain names: the package puts them into a shell command.
const interfacesUp = (): string[] =>
  Object.entries(networkInterfaces())
    .filter(([name, addresses]) => /^[\w.-]+$/.test(name) && addresses?.some(({internal}) => !internal))
    .map(([name]) => name);

// The package declares numbers and gives null, or -1 where it failed.
const rateOf = (rate: number | null): number | null => (rate !== null && rate >= 0 ? rate : null);
