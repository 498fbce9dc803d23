import type {Known} from './known.ts';
import type {Clean} from './text.ts';

export type Protocol = 'tcp' | 'udp' | 'raw' | 'packet';
/** IP version; null for packet sockets, which have none. */
export type Family = 4 | 6 | null;

/** States as `man 7 tcp` and the kernel's include/net/tcp_states.h name them; UNCONN as `ss(8)` does. Shown in this order. */
export const socketStates = [
  'LISTEN',
  'UNCONN',
  'ESTABLISHED',
  'SYN_SENT',
  'SYN_RECV',
  'FIN_WAIT1',
  'FIN_WAIT2',
  'CLOSE_WAIT',
  'LAST_ACK',
  'CLOSING',
  'TIME_WAIT',
  'CLOSE',
] as const;
export type SocketState = (typeof socketStates)[number];

export type Endpoint = {
  /** Canonical, without brackets or scope; a host name or `*` only where saved text had one. */
  readonly address: Clean;
  /** 0 where there is none. */
  readonly port: number;
  /** Bound device or IPv6 scope id, as `eth0`; null where none is known. */
  readonly interface: Clean | null;
};

/** From struct tcp_info (linux/tcp.h). */
export type TcpInfo = {
  readonly rttMs: number;
  readonly retransmits: number;
  readonly bytesSent: number;
  readonly bytesReceived: number;
};

/** The file a process runs, as `/proc/PID/exe` shows it. */
export type Executable = {
  /** Path in the process's own mount namespace, without the kernel's " (deleted)". */
  readonly path: Clean;
  /**
   * What the process calls itself, where that is another name of this file in its directory, as redis-server is a link to
   * redis-check-rdb. The process chooses among such names, so this is to be shown, and no evidence. null elsewhere.
   */
  readonly alias: Clean | null;
  /** `replaced`: the file that runs was deleted and another one stands at its path. */
  readonly state: 'intact' | 'deleted' | 'replaced';
  readonly file: Known<{
    /** Permission bits (st_mode & 0o7777). */
    readonly mode: number;
    readonly uid: number;
    /** The file itself, or the first directory above it, that everybody may write; null where there is none. */
    readonly writableByAll: Clean | null;
  }>;
};

export type Container = {
  /** `machine`: registered with systemd-machined, as systemd-nspawn and libvirt do. */
  readonly runtime: 'docker' | 'podman' | 'containerd' | 'cri-o' | 'kubernetes' | 'lxc' | 'machine';
  /** First 12 digits of the id; the name where the runtime uses names (lxc, machine). */
  readonly id: Clean;
  /** What people call it, where the runtime has that on record and lets it be read. */
  readonly name: Clean | null;
};

export type Process = {
  readonly pid: number;
  /** Milliseconds since the epoch; null where the source does not tell. With the pid it names one process for good. */
  readonly startedAt: number | null;
  /** What the process calls itself (`/proc/PID/comm`): a claim, never proof. */
  readonly name: Clean;
  readonly executable: Known<Executable>;
  /** Arguments joined by spaces; empty where the process has none. */
  readonly command: Clean;
  readonly uid: number | null;
  readonly user: Clean | null;
  /** systemd unit by control group, as `ssh.service`; null where there is none or the source does not tell. */
  readonly unit: Clean | null;
  /** null where it is in none that is known, or the source does not tell. */
  readonly container: Container | null;
  /** The container it publishes a port of, by its arguments and the runtime's records. */
  readonly publishes: Container | null;
};

/** One process that has the socket open, and the file descriptors it has it open on. */
export type Holder = {readonly process: Process; readonly descriptors: readonly number[]};

/** Every process that holds the socket, lowest pid first. */
export type Owner = Known<readonly Holder[]>;

/** A socket as the kernel, or the saved text, tells of it. */
export type Socket = {
  /** Stable while the socket lives, also across states. */
  readonly key: string;
  readonly protocol: Protocol;
  readonly family: Family;
  readonly state: SocketState;
  readonly local: Endpoint;
  /** null where the socket has no peer. */
  readonly peer: Endpoint | null;
  /** Bytes; of a listening socket: connections waiting to be accepted, and the most that may wait. null where the source does not tell. */
  readonly recvQueue: number | null;
  readonly sendQueue: number | null;
  readonly uid: number | null;
  readonly user: Clean | null;
  /** sockfs inode, what `/proc/PID/fd` links to; null where the kernel keeps none. */
  readonly inode: number | null;
  /** IPV6_V6ONLY of an IPv6 socket; null where the source does not tell. */
  readonly v6only: boolean | null;
  readonly tcp: TcpInfo | null;
  readonly owner: Owner;
};
