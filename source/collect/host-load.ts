import {readFile} from 'node:fs/promises';
import {cpus, loadavg, networkInterfaces} from 'node:os';
import type {HostLoad, InterfaceRate} from '../domain/host.ts';
import {sanitize} from '../domain/text.ts';
import {parseNetDev, type Traffic} from './procfs/net-dev.ts';
import {loadPackage} from './systeminformation/load-package.ts';

/**
 * Returns a function that reads the load of the host, with the interfaces that are up and not loopback. Rates and the
 * share of the processors are since the call before; at the first call rates are null, and the share is since boot.
 */
export function createHostLoadReader(): () => Promise<HostLoad> {
  const readRates = createRateReader();
  const cpuPercent = createCpuMeter();
  return async () => {
    const names = interfacesUp();
    const interfaces = names.length === 0 ? [] : await readRates(names);
    return {load1: loadavg()[0] ?? 0, cpuPercent: cpuPercent(), memoryPercent: await memoryPercent(), interfaces};
  };
}

/**
 * Memory that programs cannot have (proc_meminfo(5)); caches count as available. On Linux the package reads one file
 * for it.
 */
async function memoryPercent(): Promise<number | null> {
  const {mem} = await loadPackage();
  const {total, available} = await mem();
  return total > 0 && available >= 0 ? 100 * (1 - available / total) : null;
}

type ReadRates = (names: readonly string[]) => Promise<readonly InterfaceRate[]>;

/** The kernel's own table is cheap to read. For other systems the package runs a dozen commands at each reading. */
function createRateReader(): ReadRates {
  let before: {readonly at: number; readonly of: ReadonlyMap<string, Traffic>} = {at: 0, of: new Map()};
  return async names => {
    const text = await readFile('/proc/net/dev', 'latin1').catch(() => null);
    if (text === null) return ratesOfPackage(names);
    const last = before;
    const now = {at: performance.now(), of: parseNetDev(text)};
    before = now;
    const seconds = (now.at - last.at) / 1000;
    return names.map(name => {
      const [old, current] = [last.of.get(name), now.of.get(name)];
      const rate = (field: keyof Traffic): number | null =>
        old && current && seconds > 0 ? Math.max(0, (current[field] - old[field]) / seconds) : null;
      return {name: sanitize(name), rxPerSecond: rate('received'), txPerSecond: rate('sent')};
    });
  };
}

const ratesOfPackage: ReadRates = async names => {
  const {networkStats} = await loadPackage();
  const stats = await networkStats(names.join(','));
  return stats.map(({iface, rx_sec, tx_sec}) => ({
    name: sanitize(iface),
    rxPerSecond: rateOf(rx_sec),
    txPerSecond: rateOf(tx_sec),
  }));
};

/** The package would run a command for this share, and stop the whole program until the command ends. */
function createCpuMeter(): () => number {
  let before = {busy: 0, all: 0};
  return () => {
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
  };
}

// Only plain names: the package puts them into a shell command.
const interfacesUp = (): string[] =>
  Object.entries(networkInterfaces())
    .filter(([name, addresses]) => /^[\w.-]+$/.test(name) && addresses?.some(({internal}) => !internal))
    .map(([name]) => name);

// The package declares numbers and returns null, or -1 where it failed.
const rateOf = (rate: number | null): number | null => (rate !== null && rate >= 0 ? rate : null);
