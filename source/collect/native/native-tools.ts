import type {OtherSystem} from '../../domain/snapshot.ts';

/** A command of the system, without a shell. */
export type ToolCall = {readonly tool: string; readonly parameters: readonly string[]};

/** The tools of a system other than Linux that list sockets and their owners. */
export type SystemTools = {
  /** Every socket, with its state. Without this tool there is no poll. */
  readonly sockets: ToolCall;
  /** Names of processes by ID, for a table of sockets that has IDs alone; null where the table has names. */
  readonly programs: ToolCall | null;
  /** The holders of sockets, in a table of its own; null where the other tables have them. */
  readonly owners: ToolCall | null;
  /** Whether the tools list for a user other than root only the processes of that user. */
  readonly hidesOthers: boolean;
  /** Facts that none of the tools prints, as "queues". */
  readonly notReported: string;
};

const call = (tool: string, ...parameters: readonly string[]): ToolCall => ({tool, parameters});

/** By the platform names of Node (os.platform()). Numbers throughout (-n): no tool looks names up. */
export const systemTools: Readonly<Record<OtherSystem, SystemTools>> = {
  darwin: {
    // netstat(1) of macOS: -v adds the process, -l prints IPv6 addresses whole. Before macOS 26 the process is a bare
    // ID.
    sockets: call('netstat', '-anvl'),
    programs: call('ps', '-axo', 'pid,comm'),
    // lsof(8): +c0 prints names whole; -F with process, name, user, descriptor, type, protocol, ends, state.
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
    // netstat(1) of FreeBSD: -W prints addresses whole.
    sockets: call('netstat', '-anW'),
    programs: null,
    owners: call('sockstat', '-46'),
    hidesOthers: false,
    notReported: 'executables',
  },
  netbsd: {
    // netstat(1) of NetBSD and OpenBSD: -v prints addresses whole.
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

/** Whether the tools of this platform (os.platform()) are known. */
export const isOtherSystem = (platform: string): platform is OtherSystem => Object.hasOwn(systemTools, platform);
