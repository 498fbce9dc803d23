import type {Known} from './known.ts';
import type {Clean} from './text.ts';

/** `icmp`: a ping socket (icmp(7)), whose port is the identifier of its echo requests. */
export type Protocol = 'tcp' | 'udp' | 'raw' | 'icmp' | 'packet';
/** IP version; null for packet sockets, which have none. */
export type Family = 4 | 6 | null;

/** TCP states by the names of include/net/tcp_states.h in the kernel, and UNCONN of ss(8). Shown in this order. */
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
  /** Canonical, without brackets or scope; a host name or `*` only where saved text has one. */
  readonly address: Clean;
  /** 0 where there is no port. */
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

/** The users who may change a file. */
export type FileRights = {
  /** Permission bits (st_mode & 0o7777). */
  readonly mode: number;
  readonly uid: number;
  /** The file itself, or the first directory above it, that everybody may write; null where there is none. */
  readonly writableByAll: Clean | null;
};

/** The file a process runs, as `/proc/PID/exe` shows it. */
export type Executable = {
  /** Path in the process's own mount namespace, without the kernel's " (deleted)". */
  readonly path: Clean;
  /**
   * The name that the process gives itself, where the directory of the file has the file under this name too:
   * redis-server is a link to redis-check-rdb. null elsewhere. For the screen only: the process chooses among the
   * names, so it proves nothing.
   */
  readonly alias: Clean | null;
  /**
   * `replaced`: the file that runs was deleted and another one stands at its path. `unnameable`: the path is longer
   * than readlink(2) returns, and `path` has its last component alone, as `…/sshd`.
   */
  readonly state: 'intact' | 'deleted' | 'replaced' | 'unnameable';
  readonly file: Known<FileRights>;
};

export type Container = {
  /** `machine`: registered with systemd-machined, as systemd-nspawn and libvirt do. */
  readonly runtime: 'docker' | 'podman' | 'containerd' | 'cri-o' | 'kubernetes' | 'lxc' | 'machine';
  /** First 12 digits of the id; the name where the runtime uses names (lxc, machine). */
  readonly id: Clean;
  /** The name given to it, where the runtime records one and this program may read the record. */
  readonly name: Clean | null;
  /** The image that it was made from, as `docker.io/library/nginx:1.27`, from the same record. */
  readonly image: Clean | null;
};

export type Process = {
  /** null where saved text has the name alone. */
  readonly pid: number | null;
  /** Milliseconds since the epoch; null where not reported. Pid and start together name one process for good. */
  readonly startedAt: number | null;
  /**
   * The name that the process gives itself (`/proc/PID/comm`): a claim, never proof. null where saved text has a pid
   * alone.
   */
  readonly name: Clean | null;
  readonly executable: Known<Executable>;
  /** Arguments joined by spaces; empty where the process has none. */
  readonly command: Clean;
  readonly uid: number | null;
  readonly user: Clean | null;
  /** systemd unit by control group, as `ssh.service`; null where there is none, or none is reported. */
  readonly unit: Clean | null;
  /** Whose manager made the unit: a user may call a unit of their own as they like. null where there is no unit. */
  readonly unitManager: 'system' | 'user' | null;
  /** null where the process is in no known container, or none is reported. */
  readonly container: Container | null;
  /** The container whose port the process publishes, by its arguments and the runtime's records. */
  readonly publishes: Container | null;
};

/** A process that the system lists, with a pid and a name. */
export type ListedProcess = Process & {readonly pid: number; readonly name: Clean};

/** Whether a process has both a pid and a name. Only processes of saved text may lack one. */
export const isListed = (process: Process): process is ListedProcess => process.pid !== null && process.name !== null;

/** One process that has the socket open, and its file descriptors of the socket, lowest first. */
export type Holder = {
  readonly process: Process;
  readonly descriptors: readonly number[];
  /** The number of descriptors that are not listed; absent where all are listed. */
  readonly moreDescriptors?: number;
};

export type ListedHolder = Holder & {readonly process: ListedProcess};

/** Every process that holds the socket, lowest pid first. */
export type Owner = Known<readonly Holder[]>;

/** The holders that have both a pid and a name; none where the owner is not known. */
export const listedHolders = (owner: Owner): readonly ListedHolder[] =>
  owner.known ? owner.value.filter((holder): holder is ListedHolder => isListed(holder.process)) : [];

/** A network namespace (network_namespaces(7)). */
export type Netns = {
  /** By `ip netns`, else the container, else the unit of its processes, else `net:[inode]`. */
  readonly name: Clean;
  /** Inode of its file on nsfs, which names it while it lives. */
  readonly inode: number;
};

/** A socket as the kernel reports it, or a saved text. */
export type Socket = {
  /** Stable while the socket lives, also across states. */
  readonly key: string;
  readonly protocol: Protocol;
  readonly family: Family;
  readonly state: SocketState;
  readonly local: Endpoint;
  /** null where the socket has no peer. */
  readonly peer: Endpoint | null;
  /**
   * Bytes; of a listening socket the number of connections that wait to be accepted, and in `sendQueue` the maximum.
   * null where not reported.
   */
  readonly recvQueue: number | null;
  readonly sendQueue: number | null;
  readonly uid: number | null;
  readonly user: Clean | null;
  /** sockfs inode, the target of a link in `/proc/PID/fd`; null where the kernel keeps none. */
  readonly inode: number | null;
  /** IPV6_V6ONLY of an IPv6 socket; null where not reported. */
  readonly v6only: boolean | null;
  readonly tcp: TcpInfo | null;
  /** Whether it is a subflow, or the listener, of a socket of Multipath TCP; null where not reported. */
  readonly mptcp: boolean | null;
  /** null for the network namespace that this program runs in, and for saved text. */
  readonly netns: Netns | null;
  readonly owner: Owner;
};

/** `Socket.mptcp` where a source does not report it: nothing but TCP can be Multipath TCP. */
export const mptcpNotReported = (protocol: Protocol): false | null => (protocol === 'tcp' ? null : false);

/** Whether the socket is TCP that has a port, and neither listens nor has a peer: bind(2) was its last step. */
export const isBoundOnly = ({protocol, state, local, peer}: Pick<Socket, 'protocol' | 'state' | 'local' | 'peer'>) =>
  protocol === 'tcp' && state === 'CLOSE' && peer === null && local.port !== 0;
