import {type Clean, trusted} from '../../domain/text.ts';
import type {SocketRow} from '../socket-row.ts';
import type {DeviceName} from './device-names.ts';
import type {ParsedTable} from './parse-table.ts';

const columns = /^[\da-f]+ +\d+ +\d+ +([\da-f]{4}) +(-1|\d+) +\d+ +(\d+) +(\d+) +(\d+)$/i;

/**
 * Decodes the text of /proc/net/packet (packet(7); packet_seq_show in net/packet/af_packet.c). The EtherType that a
 * socket receives stands in the place of the port; interface 0 is every interface, -1 one that was removed.
 */
export function parsePacketTable(text: string, deviceName: DeviceName): ParsedTable {
  const rows: SocketRow[] = [];
  let unreadable = 0;
  text.split('\n').forEach((line, index) => {
    if (line === '' || (index === 0 && line.startsWith('sk '))) return;
    const match = columns.exec(line.trimEnd());
    if (!match) {
      unreadable++;
      return;
    }
    const [, type = '', device, memory, uid, inode] = match;
    rows.push({
      protocol: 'packet',
      family: null,
      state: 'UNCONN',
      local: {address: trusted('*'), port: Number.parseInt(type, 16), interface: nameOf(Number(device), deviceName)},
      peer: null,
      recvQueue: Number(memory),
      sendQueue: 0,
      uid: Number(uid),
      inode: Number(inode) || null,
      v6only: null,
      tcp: null,
      mptcp: false,
      netns: null,
    });
  });
  return {rows, unreadable};
}

function nameOf(index: number, deviceName: DeviceName): Clean | null {
  if (index === 0) return null;
  return index < 0 ? trusted('gone') : (deviceName(index) ?? trusted(`if${index}`));
}
