import type {Clean} from './text.ts';

/** What the header says of the host besides its sockets. */
export type HostLoad = {
  /** Load average over one minute. */
  readonly load1: number;
  /** Of all processors together, since the reading before. */
  readonly cpuPercent: number;
  /** Memory that programs could not have any more; null where that is not told. */
  readonly memoryPercent: number | null;
  /** Network interfaces that are up, without loopback. */
  readonly interfaces: readonly InterfaceRate[];
};

export type InterfaceRate = {
  readonly name: Clean;
  /** Bytes a second; null before there are two readings. */
  readonly rxPerSecond: number | null;
  readonly txPerSecond: number | null;
};
