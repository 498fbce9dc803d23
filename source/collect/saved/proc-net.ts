import {parsePacketTable} from '../procfs/parse-packet.ts';
import {parseTable, type TableKind} from '../procfs/parse-table.ts';
import type {SocketRow} from '../socket-row.ts';
import {type Format, type LineResult, part, type ReadLine, skip} from './format.ts';
import {blankRow} from './parsed-row.ts';

/**
 * The files tcp, udp, raw, icmp, packet of /proc/net and the same for IPv6, alone or one below the other, with the
 * names that head(1) and a prompt put above them. The host is taken to be little-endian, as nearly all hosts are.
 */
export const procNet: Format = {
  command: 'cat /proc/net/tcp',
  header: () => false,
  open: () => readBelow(null),
};

const name = /\/proc\/(?:[\w-]{1,16}\/){0,4}net\/(tcp|udp|udplite|raw|icmp|packet|unix|netlink)6?(?![\w/])/g;
const named = /^\s*\/proc\/(?:[\w-]{1,16}\/){0,4}net\/([a-z]{3,7})6?:\s*(\d{1,6}: .*)$/;
const titles = /^ *sl +local_address +rem(?:ote)?_address +st /;
const packetTitles = /^sk +RefCnt +Type +Proto +Iface /;
const otherTitles = /^(?:Num +RefCount +Protocol +Flags|sk +Eth +Pid +Groups)/;

function readBelow(file: string | null): ReadLine {
  return line => {
    // grep(1) prints the name of the file before each row.
    const [, own, row] = line.match(named) ?? [];
    if (own !== undefined && row !== undefined) return readRow(row, own);
    const names = [...line.matchAll(name)].map(([, each = '']) => each);
    if (names.length > 0) {
      if (/: (?:No such file|Permission denied)/.test(line)) return null;
      return {...part, next: readBelow(names.length === 1 ? (names[0] ?? null) : null)};
    }
    if (titles.test(line) || packetTitles.test(line) || otherTitles.test(line)) return part;
    return readRow(line, file);
  };
}

function readRow(line: string, file: string | null): LineResult | null {
  const words = line.trim().replace(/\s+/g, ' ');
  const [row] = parseTable(words, kindOf(words, file), 'LE').rows;
  if (row) return file === 'udplite' ? skip('udplite') : {kind: 'row', row: toRow(row)};
  if (file === 'unix' || file === 'netlink') return /^[\da-f]{8,16}:? /i.test(line) ? skip(file) : null;
  const [packet] = parsePacketTable(words, () => null).rows;
  return packet ? {kind: 'row', row: toRow(packet)} : null;
}

/** The kind of a table by the columns behind the inode: udp and raw have three, tcp has two or more than three. */
function kindOf(line: string, file: string | null): TableKind {
  const [slot = '', local = '', ...others] = line.split(' ');
  const [address = '', port = ''] = local.split(':');
  const family = address.length === 32 ? 6 : 4;
  if (file === 'tcp' || file === 'udp' || file === 'raw' || file === 'icmp') return {protocol: file, family};
  const behind = others.slice(columnsToInode);
  const end = behind.findIndex(word => !/^-?[\da-f]{1,16}$/i.test(word));
  const isDatagram = (end < 0 ? behind.length : end) === 3;
  if (!isDatagram) return {protocol: 'tcp', family};
  // The slot of a raw socket is its protocol (raw_seq_show), which is also in the place of the port.
  return {protocol: Number.parseInt(slot, 10) === (Number.parseInt(port, 16) & 0xff) ? 'raw' : 'udp', family};
}

/** The number of columns from the peer to the inode. */
const columnsToInode = 8;

/** Inode 0: the socket has no process any more, or none yet. */
const toRow = (row: SocketRow) => ({...blankRow, ...row, inode: row.inode ?? 0});
