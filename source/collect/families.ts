import {type Clean, sanitize, trusted} from '../domain/text.ts';

/**
 * Protocols whose sockets are shown, are none of a network, or are shown as another (MPTCP by its TCP connections), by
 * their names in /proc/net/protocols and in the attribute system.sockprotoname.
 */
const passedOver =
  /^(?:TCP|UDP|RAW|MPTCP|SMC)(?:v6)?$|^(?:PACKET|UNIX|UNIX-STREAM|NETLINK|ALG|KEY|KCM|PPPOE|PPP|PPTP)$/;

/** What people call these protocols. */
const names: readonly (readonly [pattern: RegExp, name: string])[] = [
  [/^PING(?:v6)?$/, 'ping'],
  [/^AF_VSOCK$/, 'vsock'],
  [/^(?:UDP-?LITE|UDP-Lite)(?:v6)?$/i, 'UDP-Lite'],
  [/^(?:SCTP)(?:v6)?$/, 'SCTP'],
  [/^(?:HCI|L2CAP|RFCOMM|SCO|ISO|BNEP|CMTP|HIDP)$/, 'Bluetooth'],
  [/^CAN/, 'CAN'],
];

/** The family of a protocol that no collector reads, as people call it; null of the others. */
export function familyOf(protocol: string): Clean | null {
  if (passedOver.test(protocol)) return null;
  const name = names.find(([pattern]) => pattern.test(protocol))?.[1];
  return name === undefined ? sanitize(protocol, 30) : trusted(name);
}
