import type {Clean} from './text.ts';

/** The host's load, as the header shows it. */
export type HostLoad = {
  /** Load average over one minute. */
  readonly load1: number;
  /** Use of all processors together since the reading before, 0 to 100. */
  readonly cpuPercent: number;
  /** Memory that programs cannot have, 0 to 100; null where the system does not report it. */
  readonly memoryPercent: number | null;
  /** Network interfaces that are up, except loopback. */
  readonly interfaces: readonly InterfaceRate[];
};

export type InterfaceRate = {
  readonly name: Clean;
  /** Bytes a second; null before there are two readings. */
  readonly rxPerSecond: number | null;
  readonly txPerSecond: number | null;
};
