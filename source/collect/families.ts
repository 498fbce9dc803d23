import {type Clean, sanitize, trusted} from '../domain/text.ts';

/**
 * Protocols of which no family is reported: their sockets are shown, are of no network, or are shown as another
 * protocol (MPTCP by its TCP connections). The names are from /proc/net/protocols and the attribute
 * system.sockprotoname.
 */
const passedOver =
  /^(?:TCP|UDP|RAW|PING|MPTCP|SMC)(?:v6)?$|^(?:PACKET|UNIX|UNIX-STREAM|NETLINK|ALG|KEY|KCM|PPPOE|PPP|PPTP)$/;

/** The usual names of protocols. */
const names: readonly (readonly [pattern: RegExp, name: string])[] = [
  [/^AF_VSOCK$/, 'vsock'],
  [/^(?:UDP-?LITE|UDP-Lite)(?:v6)?$/i, 'UDP-Lite'],
  [/^(?:SCTP)(?:v6)?$/, 'SCTP'],
  [/^(?:HCI|L2CAP|RFCOMM|SCO|ISO|BNEP|CMTP|HIDP)$/, 'Bluetooth'],
  [/^CAN/, 'CAN'],
];

/** The usual name of a protocol that no collector reads; null for the other protocols. */
export function familyOf(protocol: string): Clean | null {
  if (passedOver.test(protocol)) return null;
  const name = names.find(([pattern]) => pattern.test(protocol))?.[1];
  return name === undefined ? sanitize(protocol, 30) : trusted(name);
}
