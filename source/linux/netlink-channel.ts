import {createRequire} from 'node:module';
import {constants} from 'node:os';
import {isSea} from 'node:sea';
import type koffiModule from 'koffi';
import {bindEnterNamespace, type EnterNamespace} from './enter-namespace.ts';

/** A netlink socket, for one dump. */
export type Channel = {
  /** Sends one request. Returns 0, or the errno. */
  readonly send: (request: Uint8Array) => number;
  /**
   * Sends it on a thread of its own: before send(2) returns, the kernel looks through a whole table where no socket is
   * to be dumped. Resolves to whether it was sent. Absent where that is not possible.
   */
  readonly sendAside?: (request: Uint8Array) => Promise<boolean>;
  /** Writes the next datagram into `into` without waiting. Returns its full length, or the errno negated. */
  readonly receive: (into: Uint8Array) => number;
  readonly close: () => void;
};

/** The functions of libc that dumps and descriptors are read by. */
export type NetlinkLibrary = {
  /** Opens a channel for sock_diag, or returns the errno. */
  readonly open: () => Channel | number;
  /** Opens one for the links of this network namespace (rtnetlink(7)), or returns the errno. */
  readonly openRoute?: () => Channel | number;
  /** Opens one for generic netlink (linux/genetlink.h), or returns the errno. */
  readonly openGeneric?: () => Channel | number;
  /** Name of a network interface of this namespace as bytes; null where none has this index. */
  readonly interfaceName: (index: number) => Uint8Array | null;
  /**
   * Writes the target of a symbolic link in an open directory into `into`. Returns its length, or the errno negated
   * (readlinkat(2)).
   */
  readonly readLink: (directory: number, name: string, into: Uint8Array) => number;
  /** The attribute system.sockprotoname of the socket that a path leads to (getxattr(2)); null where there is none. */
  readonly socketProtocol?: (path: string) => string | null;
  /** Absent where this program's own network namespace cannot be opened. */
  readonly enterNamespace?: EnterNamespace;
};

// bits/socket.h and linux/netlink.h; the same on every architecture that Node runs on.
const AF_NETLINK = 16;
const SOCK_RAW = 3;
const SOCK_CLOEXEC = 0o2000000;
const NETLINK_ROUTE = 0;
const NETLINK_SOCK_DIAG = 4;
const NETLINK_GENERIC = 16;
const MSG_TRUNC = 0x20;
const MSG_DONTWAIT = 0x40;
// net/if.h: IF_NAMESIZE
const maxInterfaceName = 16;
// net/sock.h: struct proto has a name of 32 characters.
const maxProtocolName = 64;

/**
 * Koffi's native part for this machine, where npm put it; else koffi, which looks for it elsewhere too, and takes five
 * times as long. The single executable has its own, and loads nothing from the directory that it lies in.
 */
async function loadKoffi(): Promise<typeof koffiModule> {
  try {
    if (!isSea()) return createRequire(import.meta.url)(`@koromix/koffi-${process.platform}-${process.arch}`);
  } catch {
    // npm put it elsewhere, or there is none for this machine.
  }
  return (await import('koffi')).default;
}

/** Binds libc through koffi. Throws where koffi or one of the functions cannot be loaded. */
export async function loadNetlink(): Promise<NetlinkLibrary> {
  const koffi = await loadKoffi();
  const libc = koffi.load(null);
  const socket: (domain: number, type: number, protocol: number) => number = libc.func('int socket(int, int, int)');
  type Transfer = (fd: number, bytes: Uint8Array, length: number, flags: number) => number;
  const send = libc.func('intptr_t send(int, void *, size_t, int)');
  const sendNow: Transfer = send;
  const recv: Transfer = libc.func('intptr_t recv(int, void *, size_t, int)');
  const close: (fd: number) => number = libc.func('int close(int)');
  const nameOfIndex: (index: number, name: Uint8Array) => unknown = libc.func(
    'void *if_indextoname(unsigned int, void *)',
  );
  const readlinkat: (directory: number, name: string, into: Uint8Array, length: number) => number = libc.func(
    'intptr_t readlinkat(int, const char *, void *, size_t)',
  );
  const getxattr: (path: string, name: string, value: Uint8Array, size: number) => number = libc.func(
    'intptr_t getxattr(const char *, const char *, void *, size_t)',
  );
  const errno = (): number => koffi.errno() || constants.errno.EIO;

  const open = (protocol: number): Channel | number => {
    const fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, protocol);
    if (fd < 0) return errno();
    return {
      send: request => (sendNow(fd, request, request.length, 0) < 0 ? errno() : 0),
      sendAside: request =>
        new Promise(resolve => {
          send.async(fd, request, request.length, 0, (error: unknown, sent: number) => resolve(!error && sent >= 0));
        }),
      receive: into => {
        const length = recv(fd, into, into.length, MSG_DONTWAIT | MSG_TRUNC);
        return length < 0 ? -errno() : length;
      },
      close: () => void close(fd),
    };
  };

  const interfaceName = (index: number): Uint8Array | null => {
    const name = new Uint8Array(maxInterfaceName);
    if (!nameOfIndex(index, name)) return null;
    const end = name.indexOf(0);
    return end < 0 ? name : name.subarray(0, end);
  };

  const readLink = (directory: number, name: string, into: Uint8Array): number => {
    const length = readlinkat(directory, name, into, into.length);
    return length < 0 ? -errno() : length;
  };

  const socketProtocol = (path: string): string | null => {
    const value = new Uint8Array(maxProtocolName);
    const length = getxattr(path, 'system.sockprotoname', value, value.length);
    return length <= 0 ? null : Buffer.from(value.subarray(0, length)).toString('latin1').replace(/\0.*$/s, '');
  };

  const enterNamespace = bindEnterNamespace(koffi, libc);
  return {
    socketProtocol,
    ...(enterNamespace && {enterNamespace}),
    open: () => open(NETLINK_SOCK_DIAG),
    openRoute: () => open(NETLINK_ROUTE),
    openGeneric: () => open(NETLINK_GENERIC),
    interfaceName,
    readLink,
  };
}
