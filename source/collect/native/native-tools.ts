import type {OtherSystem} from '../../domain/snapshot.ts';

/** A command of the system, without a shell. */
export type ToolCall = {readonly tool: string; readonly parameters: readonly string[]};

/** What a system that is not Linux has to tell of its sockets. */
export type SystemTools = {
  /** Every socket, with its state. Without this there is no look. */
  readonly sockets: ToolCall;
  /** Names of processes by ID, for a table of sockets that has only the ID; null where that is not needed. */
  readonly programs: ToolCall | null;
  /** Who holds the sockets, in a table of its own; null where the others tell. */
  readonly owners: ToolCall | null;
  /** Whether these tools tell a user other than root only of that user's own processes. */
  readonly hidesOthers: boolean;
  /** What none of them tells, as "queues". */
  readonly notReported: string;
};

const call = (tool: string, ...parameters: readonly string[]): ToolCall => ({tool, parameters});

/** By the platform names of Node (os.platform()). DescriptorNumbers throughout (-n): names are looked up by nobody. */
export const systemTools: Readonly<Record<OtherSystem, SystemTools>> = {
  darwin: {
    // netstat(1) of macOS: -v adds the process, -l keeps IPv6 addresses whole. Before macOS 26 the process is a bare ID.
    sockets: call('netstat', '-anvl'),
    programs: call('ps', '-axo', 'pid,comm'),
    // lsof(8): +c0 keeps names whole; -F with process, name, user, descriptor, type, protocol, ends, state.
    owners: call('lsof', '-nP', '-w', '+c0', '-i', '-FpcuLftPnT'),
    hidesOthers: true,
    notReported: 'executables and control groups',
  },
  win32: {
    sockets: call('netstat', '-ano'),
    programs: call('tasklist', '/fo', 'csv'),
    owners: null,
    hidesOthers: false,
    notReported: 'queues, users and executables',
  },
  freebsd: {
    // netstat(1) of FreeBSD: -W keeps addresses whole.
    sockets: call('netstat', '-anW'),
    programs: null,
    owners: call('sockstat', '-46'),
    hidesOthers: false,
    notReported: 'executables',
  },
  netbsd: {
    // netstat(1) of NetBSD and OpenBSD: -v keeps addresses whole.
    sockets: call('netstat', '-anv'),
    programs: null,
    owners: call('sockstat', '-n'),
    hidesOthers: false,
    notReported: 'executables',
  },
  openbsd: {
    sockets: call('netstat', '-anv'),
    programs: null,
    owners: call('fstat', '-n'),
    hidesOthers: false,
    notReported: 'executables',
  },
};

export const isOtherSystem = (platform: string): platform is OtherSystem => Object.hasOwn(systemTools, platform);
