import {closeSync, openSync} from 'node:fs';
import type {NetlinkLibrary} from '../../linux/netlink-channel.ts';
import {orFailure, realFiles} from '../../linux/proc-files.ts';
import type {ReadProtocol} from '../owners/other-sockets.ts';

/** open(2): a descriptor that names a file and does not touch it. The same on every architecture that Node runs on. */
const O_PATH = 0o10000000;

/**
 * The protocol of the socket on a descriptor of another process. The descriptor may be of a file by now, on a file
 * system that hangs; so it is held without touching it, and asked only where it still is the socket.
 */
export const createReadProtocol =
  (protocolOf: NonNullable<NetlinkLibrary['socketProtocol']>): ReadProtocol =>
  (path, inode) => {
    const held = orFailure(() => ({fd: openSync(path, O_PATH)}));
    if (typeof held === 'string') return null;
    const own = `/proc/self/fd/${held.fd}`;
    try {
      const link = orFailure(() => ({target: realFiles.link(own)}));
      return typeof link === 'object' && link.target === `socket:[${inode}]` ? protocolOf(own) : null;
    } finally {
      closeSync(held.fd);
    }
  };
