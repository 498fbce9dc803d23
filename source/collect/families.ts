import {type Clean, sanitize, trusted} from '../domain/text.ts';

/**
 * Protocols whose sockets are shown, or are shown as another protocol (MPTCP by its TCP connections). The names are
 * from /proc/net/protocols and the attribute system.sockprotoname.
 */
const shown = /^(?:TCP|UDP|RAW|PING|MPTCP|SMC)(?:v6)?$|^(?:PACKET|KCM)$/;

/** Protocols between programs of one machine, or with its kernel, and their usual names. */
const localNames: Readonly<Record<string, string>> = {
  UNIX: 'UNIX',
  'UNIX-STREAM': 'UNIX',
  NETLINK: 'netlink',
  ALG: 'kernel crypto',
  KEY: 'IPsec keys',
};

/** The usual names of protocols. */
const names: readonly (readonly [pattern: RegExp, name: string])[] = [
  [/^AF_VSOCK$/, 'vsock'],
  [/^(?:UDP-?LITE|UDP-Lite)(?:v6)?$/i, 'UDP-Lite'],
  [/^(?:SCTP)(?:v6)?$/, 'SCTP'],
  [/^(?:HCI|L2CAP|RFCOMM|SCO|ISO|BNEP|CMTP|HIDP)$/, 'Bluetooth'],
  [/^CAN/, 'CAN'],
  [/^(?:PPPOE|PPP|PPTP)$/, 'PPP'],
];

/** The usual name of a protocol whose sockets never leave this machine; null for the other protocols. */
export function localFamilyOf(protocol: string): Clean | null {
  const name = Object.hasOwn(localNames, protocol) ? localNames[protocol] : undefined;
  return name === undefined ? null : trusted(name);
}

/** The usual name of a protocol of a network that no collector reads; null for the other protocols. */
export function familyOf(protocol: string): Clean | null {
  if (shown.test(protocol) || localFamilyOf(protocol) !== null) return null;
  const name = names.find(([pattern]) => pattern.test(protocol))?.[1];
  return name === undefined ? sanitize(protocol, 30) : trusted(name);
}
