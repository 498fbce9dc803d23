import {loadavg, networkInterfaces} from 'node:os';
import {type Clean, clean} from '../../model/text.ts';

/** Bytes a second; null until a second call gives something to compare with. */
export type InterfaceLoad = {
  readonly name: Clean;
  readonly rxPerSecond: number | null;
  readonly txPerSecond: number | null;
};

/** `load1` is the load average of the last minute, `cpuPercent` of all processors together since the call before. */
export type Load = {
  readonly load1: number;
  readonly cpuPercent: number;
  readonly interfaces: readonly InterfaceLoad[];
};

/** Name and release of the operating system, as "Debian GNU/Linux 12". Costs tens of milliseconds and child processes: ask once. */
export async function readOsName(): Promise<Clean> {
  const {osInfo} = await import('systeminformation');
  const {distro, release, platform} = await osInfo();
  return osName(distro, release, platform);
}

/** Leaves out what is unknown or said already. */
export function osName(distro: string, release: string, platform: string): Clean {
  const isKnown = (text: string): boolean => text !== '' && text.toLowerCase() !== 'unknown';
  const name = isKnown(distro) ? distro : platform;
  return clean(isKnown(release) && !name.split(' ').includes(release) ? `${name} ${release}` : name);
}

/** Load of the host, with the interfaces that are up and not loopback. Spawns children: for a timer of seconds, not for every look. */
export async function readLoad(): Promise<Load> {
  const {currentLoad, networkStats} = await import('systeminformation');
  const names = interfacesUp();
  const [cpu, stats] = await Promise.all([currentLoad(), names.length === 0 ? [] : networkStats(names.join(','))]);
  return {
    load1: loadavg()[0] ?? 0,
    cpuPercent: cpu.currentLoad,
    interfaces: stats.map(({iface, rx_sec, tx_sec}) => ({
      name: clean(iface),
      rxPerSecond: rateOf(rx_sec),
      txPerSecond: rateOf(tx_sec),
    })),
  };
}

// Only plain names: the package puts them into a shell command.
const interfacesUp = (): string[] =>
  Object.entries(networkInterfaces())
    .filter(([name, addresses]) => /^[\w.-]+$/.test(name) && addresses?.some(({internal}) => !internal))
    .map(([name]) => name);

// The package declares numbers and gives null, or -1 where it failed.
const rateOf = (rate: number | null): number | null => (rate !== null && rate >= 0 ? rate : null);
