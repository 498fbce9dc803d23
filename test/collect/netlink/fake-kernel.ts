import {constants} from 'node:os';
import {hostIsLittle, TCPDIAG_GETSOCK} from '../../../source/collect/netlink/decode.ts';
import {boundStates} from '../../../source/collect/netlink/request.ts';
import type {NetlinkLibrary} from '../../../source/linux/netlink-channel.ts';
import {ending, type Fields, inetDiag, join, message} from './messages.ts';

export type TableName = 'tcp4' | 'tcp6' | 'udp4' | 'udp6';

/** The kernel's answer to a dump of a table: its sockets, the errno of a refusal, or a datagram made by hand. */
export type Answer = readonly Fields[] | number | ((sequence: number) => Uint8Array);

type Tables = Partial<Record<TableName, Answer>>;

/** What a dump of both versions of IP answers: a refusal or a datagram of either, or else the sockets of both. */
function answerOfBoth({tcp4 = [], tcp6 = []}: Tables): Answer {
  if (typeof tcp4 === 'number' || typeof tcp4 === 'function') return tcp4;
  return typeof tcp6 === 'number' || typeof tcp6 === 'function' ? tcp6 : [...tcp4, ...tcp6];
}

/**
 * A libc whose sock_diag answers from `tables`, which may change between polls; `dumped` are the dumps that were made,
 * `tcp` of both versions of IP, which `refusesBoth` refuses.
 */
export function fakeKernel(tables: Tables, devices: Record<number, string> = {}, refusesBoth = false) {
  const dumped: (TableName | 'tcp')[] = [];
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
          const type = request.getUint16(4, hostIsLittle);
          const isOfBoth = type === TCPDIAG_GETSOCK;
          const name: TableName = `${request.getUint8(17) === 6 ? 'tcp' : 'udp'}${request.getUint8(16) === 2 ? 4 : 6}`;
          const states = request.getUint32(isOfBoth ? 68 : 20, hostIsLittle);
          if (states !== 0 && states !== boundStates) dumped.push(isOfBoth ? 'tcp' : name);
          const ofBoth = refusesBoth ? constants.errno.EINVAL : answerOfBoth(tables);
          const wanted = isOfBoth ? ofBoth : (tables[name] ?? []);
          const datagram = answer(type, wanted, states, request.getUint32(8, hostIsLittle));
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

function answer(type: number, wanted: Answer, states: number, sequence: number): Uint8Array {
  if (typeof wanted === 'number') return ending(3, sequence, wanted, 2, hostIsLittle);
  if (states === 0 || (states === boundStates && typeof wanted === 'function'))
    return ending(3, sequence, 0, 2, hostIsLittle);
  if (typeof wanted === 'function') return wanted(sequence);
  const sockets = wanted
    .filter(isIn(states))
    .map(fields => message(type, sequence, inetDiag(fields, hostIsLittle), 2, hostIsLittle));
  return join([...sockets, ending(3, sequence, 0, 2, hostIsLittle)]);
}

/** Whether a dump of these states has a socket. */
const isIn =
  (states: number) =>
  ({bound = false}: Fields): boolean =>
    bound === (states === boundStates);
