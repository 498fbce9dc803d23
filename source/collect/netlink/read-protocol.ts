import {closeSync, openSync} from 'node:fs';
import type {NetlinkLibrary} from '../../linux/netlink-channel.ts';
import {orFailure, realFiles} from '../../linux/proc-files.ts';
import type {ReadProtocol} from '../owners/other-sockets.ts';

/** open(2): the descriptor names a file without touching it. The same number on every architecture of Node. */
const O_PATH = 0o10000000;

/**
 * Reads the protocol of the socket on a descriptor of another process. By now the descriptor may be of a file on a file
 * system that hangs. So it is opened without touching the file, and its protocol is read only while it is the socket.
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
