import {constants} from 'node:os';
import {hostIsLittle, SOCK_DIAG_BY_FAMILY} from '../../../source/collect/netlink/decode.ts';
import {boundStates} from '../../../source/collect/netlink/request.ts';
import type {NetlinkLibrary} from '../../../source/linux/netlink-channel.ts';
import {ending, type Fields, inetDiag, join, message} from './messages.ts';

export type TableName = 'tcp4' | 'tcp6' | 'udp4' | 'udp6';

/** The kernel's answer to a dump of a table: its sockets, the errno of a refusal, or a datagram made by hand. */
export type Answer = readonly Fields[] | number | ((sequence: number) => Uint8Array);

/**
 * A libc whose sock_diag answers from `tables`, which may change between polls; `dumped` are the tables that were
 * dumped.
 */
export function fakeKernel(tables: Partial<Record<TableName, Answer>>, devices: Record<number, string> = {}) {
  const dumped: TableName[] = [];
  const namedDevices: number[] = [];
  const library: NetlinkLibrary = {
    open: () => {
      let request: DataView = new DataView(new ArrayBuffer(72));
      let isAnswered = false;
      return {
        send: bytes => {
          request = new DataView(bytes.buffer);
          return 0;
        },
        receive: into => {
          if (isAnswered) return -constants.errno.EAGAIN;
          isAnswered = true;
          const name: TableName = `${request.getUint8(17) === 6 ? 'tcp' : 'udp'}${request.getUint8(16) === 2 ? 4 : 6}`;
          const states = request.getUint32(20, hostIsLittle);
          if (states !== 0 && states !== boundStates) dumped.push(name);
          const datagram = answer(tables[name] ?? [], states, request.getUint32(8, hostIsLittle));
          into.set(datagram);
          return datagram.length;
        },
        close: () => {},
      };
    },
    interfaceName: index => {
      namedDevices.push(index);
      const name = devices[index];
      return name === undefined ? null : Buffer.from(name);
    },
    readLink: () => -constants.errno.ENOENT,
  };
  return {library, dumped, namedDevices};
}

function answer(wanted: Answer, states: number, sequence: number): Uint8Array {
  if (typeof wanted === 'number') return ending(3, sequence, wanted, 2, hostIsLittle);
  if (states === 0 || (states === boundStates && typeof wanted === 'function'))
    return ending(3, sequence, 0, 2, hostIsLittle);
  if (typeof wanted === 'function') return wanted(sequence);
  const sockets = wanted
    .filter(isIn(states))
    .map(fields => message(SOCK_DIAG_BY_FAMILY, sequence, inetDiag(fields, hostIsLittle), 2, hostIsLittle));
  return join([...sockets, ending(3, sequence, 0, 2, hostIsLittle)]);
}

/** Whether a dump of these states has a socket. */
const isIn =
  (states: number) =>
  ({bound = false}: Fields): boolean =>
    bound === (states === boundStates);
