import type {PackageManager} from './inspection.ts';
import type {Known} from './known.ts';
import {unknown} from './known.ts';
import type {FileRights, Process} from './socket.ts';
import type {SocketUnit} from './socket-unit.ts';
import type {Clean} from './text.ts';

/** The code that an interpreter, or the dynamic loader, runs. */
export type Code =
  /** No interpreter: the executable itself is the code. */
  | {readonly kind: 'own'}
  /**
   * A script, or the program that the loader runs. `state`: `missing` where no file is at the path. `intact` as well
   * where it was not touched.
   */
  | {
      readonly kind: 'file';
      readonly path: Clean;
      readonly state: 'intact' | 'deleted' | 'missing';
      readonly file: Known<FileRights>;
      /** The package that owns the file; null where no package does. */
      readonly package: Known<PackagedFile | null>;
    }
  /** busybox and its kind: the applet by whose name it was called. */
  | {readonly kind: 'applet'; readonly name: Clean}
  /** Code given among the arguments (`-c`, `-e`). */
  | {readonly kind: 'command-line'}
  /** Code read from standard input, which is no terminal. */
  | {readonly kind: 'standard-input'}
  /** A module by name (`python -m http.server`). */
  | {readonly kind: 'module'; readonly name: Clean}
  /** A person types at it on a terminal. */
  | {readonly kind: 'terminal'};

/** A file of a package. `unchanged`: whether its bytes are the package's. */
export type PackagedFile = {
  readonly name: Clean;
  readonly manager: PackageManager;
  readonly unchanged: Known<boolean>;
};

/** A process above another one. `executable`: path of the file it runs; null where it could not be read. */
export type AncestorEvidence = {
  readonly pid: number;
  readonly executable: Clean | null;
  readonly unit: Clean | null;
};

/** How bytes of the network reach a shell, and how the output of the shell goes back. */
export type Relay = {
  /** `readsCommands`: it takes commands from its standard input; else it runs a script or a command line. */
  readonly shell: {readonly pid: number; readonly name: Clean; readonly readsCommands: boolean};
  readonly through: 'pipe' | 'pseudoterminal' | 'socket pair';
  /**
   * `both`: into the shell and back; `in`: only into it (`curl … | sh`); `out`: only from it (`tar | nc`, `sh | nc`).
   */
  readonly direction: 'both' | 'in' | 'out';
};

/** Files that a process maps as code (/proc/PID/maps, r-xp). */
export type Mappings = {
  /**
   * Whether the file that /proc/PID/exe names is among them: prctl(PR_SET_MM_EXE_FILE) can make the link name another
   * file.
   */
  readonly hasExecutable: boolean;
  /** Mapped files that nobody installed; `why` in the words of `owner-path` and `owner-intact`. Empty: none. */
  readonly foreign: readonly {
    readonly path: Clean;
    readonly why: 'scratch' | 'hidden' | 'writable' | 'deleted' | 'unpackaged';
  }[];
};

/** Where the executable's file is, seen from the root directory of this program. */
export type HostFile =
  /** The file that runs is the one at its path. */
  | 'same'
  /** Another file is at the path. */
  | 'other'
  /** No file is at the path. */
  | 'absent'
  /** The process has a root directory or mount namespace of its own; the path counts there. */
  | 'own-root';

/**
 * Facts read of one process besides the facts that every poll reads. Each part is `pending` until it is read, and is
 * the same object from then on. Costly parts (package, mappings, relay) come later than cheap ones.
 */
export type ProcessEvidence = {
  readonly code: Known<Code>;
  /**
   * The shell, interpreter or relay of this host that the executable is a copy of under another name; null where it is
   * none.
   */
  readonly copyOf: Known<Clean | null>;
  readonly hostFile: Known<HostFile>;
  /** The pid of the process that traces it; 0: none. */
  readonly tracer: Known<number>;
  /** Parent first. */
  readonly ancestors: Known<readonly AncestorEvidence[]>;
  /** A sign that its /proc/PID was tampered with, as words that complete "its /proc entry …"; null: none. */
  readonly forged: Known<Clean | null>;
  readonly relay: Known<Relay | null>;
  readonly mappings: Known<Mappings>;
  readonly package: Known<PackagedFile | null>;
  /**
   * SHA-256 of the file that counts, its script or else its executable, in hexadecimal. `not-collected` where no
   * baseline expects one of the file.
   */
  readonly digest: Known<Clean>;
  /** The same of the executable of a process that runs a script. */
  readonly exeDigest: Known<Clean>;
  /** Whether the file of `digest` is a script that changed after the process started, which may run other bytes. */
  readonly changedSinceStart: Known<boolean>;
};

/** The user `uid` has `count` user IDs from `from` on in its user namespaces. */
export type SubordinateUids = {readonly uid: number; readonly from: number; readonly count: number};

/** Settings that each network namespace has for itself. */
export type NetworkSettings = {
  /** Interfaces on which net.ipv4.conf.*.route_localnet is on, so that 127.0.0.0/8 can be reached from outside. */
  readonly routeLocalnet: Known<readonly Clean[]>;
  /** net.ipv4.ip_local_port_range, inclusive. */
  readonly ephemeralPorts: Known<readonly [from: number, to: number]>;
};

/** The settings of another network namespace than the one that this program runs in. */
export type OtherNetwork = NetworkSettings & {
  /** The name servers that its processes are set up to ask. */
  readonly itsNameServers: ItsNameServers;
};

/** `ofRoot`: nobody but root can change the files that list them. */
export type ItsNameServers = {readonly servers: Known<readonly Clean[]>; readonly ofRoot: boolean};

/** Evidence about the host; the network settings are of the namespace that this program runs in. */
export type HostEvidence = NetworkSettings & {
  /** The settings of other network namespaces, by inode, as far as they were read. */
  readonly otherNetworks: ReadonlyMap<number, OtherNetwork>;
  /** Of the other network namespace that this evidence counts for; null for our own. */
  readonly itsNameServers: ItsNameServers | null;
  /** Addresses of the name servers that this host is set up to ask. */
  readonly nameServers: Known<readonly Clean[]>;
  /** The content of /etc/ld.so.preload; null where it is absent or empty. */
  readonly preload: Known<Clean | null>;
  /** Home directories of accounts, except in directories of the system (passwd(5)). */
  readonly homes: Known<readonly Clean[]>;
  /** The package manager of this host; null where it has none that is known. */
  readonly packageManager: Known<PackageManager | null>;
  /** User IDs that an account may use in its user namespaces (subuid(5)). */
  readonly subordinateUids: Known<readonly SubordinateUids[]>;
  /** The addresses that systemd listens on for its socket units. */
  readonly socketUnits: Known<readonly SocketUnit[]>;
  /** Whether processes of other users can be read; else a socket may have more holders than the known ones. */
  readonly seesAllUsers: boolean;
};

/** Evidence of a poll. The map is the same object as in the poll before where nothing in it changed. */
export type Evidence = {
  readonly host: HostEvidence;
  readonly processes: ReadonlyMap<Process, ProcessEvidence>;
};

type Why = Parameters<typeof unknown>[0];

/** Evidence of a process of which nothing was read, for one reason. */
export const noProcessEvidence = (why: Why): ProcessEvidence => ({
  code: unknown(why),
  copyOf: unknown(why),
  hostFile: unknown(why),
  tracer: unknown(why),
  ancestors: unknown(why),
  forged: unknown(why),
  relay: unknown(why),
  mappings: unknown(why),
  package: unknown(why),
  digest: unknown(why),
  exeDigest: unknown(why),
  changedSinceStart: unknown(why),
});

const host: HostEvidence = {
  otherNetworks: new Map(),
  itsNameServers: null,
  nameServers: unknown('not-collected'),
  routeLocalnet: unknown('not-collected'),
  preload: unknown('not-collected'),
  ephemeralPorts: unknown('not-collected'),
  homes: unknown('not-collected'),
  packageManager: unknown('not-collected'),
  subordinateUids: unknown('not-collected'),
  socketUnits: unknown('not-collected'),
  seesAllUsers: true,
};

/** Evidence of saved text, and of sources that read no evidence. */
export const noEvidence: Evidence = {host, processes: new Map()};

const notCollected = noProcessEvidence('not-collected');

/** The evidence of one process; every part is `not-collected` where the poll has none of it. */
export const evidenceOf = ({processes}: Evidence, process: Process): ProcessEvidence =>
  processes.get(process) ?? notCollected;
