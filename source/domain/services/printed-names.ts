import type {Protocol} from '../socket.ts';
import {protocolNumbers} from './protocol-numbers.ts';
import {usualNames} from './usual.ts';

// Names that netstat, ss and lsof print in the place of a port, beside the usual names (services(5), IANA registry).
// Tools differ between systems. These names come first, because some of the usual ones stand for several ports.
const otherNames: Readonly<Record<string, number>> = {
  echo: 7,
  discard: 9,
  daytime: 13,
  mail: 25,
  time: 37,
  domain: 53,
  bootps: 67,
  bootpc: 68,
  gopher: 70,
  finger: 79,
  www: 80,
  'www-http': 80,
  'kerberos-sec': 88,
  portmap: 111,
  sunrpc: 111,
  auth: 113,
  ident: 113,
  nntp: 119,
  epmap: 135,
  imap2: 143,
  snmptrap: 162,
  irc: 194,
  svrloc: 427,
  'microsoft-ds': 445,
  kpasswd: 464,
  submissions: 465,
  urd: 465,
  isakmp: 500,
  login: 513,
  printer: 515,
  afpovertcp: 548,
  rtsp: 554,
  cups: 631,
  'domain-s': 853,
  socks: 1080,
  'ms-sql-s': 1433,
  'ms-sql-m': 1434,
  l2tp: 1701,
  radius: 1812,
  nfsd: 2049,
  'ms-wbt-server': 3389,
  daap: 3689,
  'ipsec-msft': 4500,
  'sip-tls': 5061,
  'xmpp-client': 5222,
  hostmon: 5355,
  wsdapi: 5357,
  rfb: 5900,
  x11: 6000,
  ircd: 6667,
  'ircs-u': 6697,
  'http-alt': 8080,
  webcache: 8080,
  git: 9418,
  // Second names of ports, of which the registry of the program has the first: /etc/services of macOS and others.
  'hosts2-ns': 81,
  'ibm-mqisdp': 1883,
  cfinger: 2003,
  msantipiracy: 2222,
  compaqdiag: 2301,
  hbci: 3000,
  ppp: 3000,
  'redwood-broker': 3001,
  'exlm-agent': 3002,
  'apple-arkit': 3031,
  'squid-http': 3128,
  'nat-stun-port': 3478,
  'avt-profile': 5004,
  'airport-admin': 5009,
  telepathstart: 5010,
  rendezvous: 5353,
  securid: 5500,
  rplay: 5555,
  'vnc-server': 5900,
  clm_pts: 6200,
  'blackice-icecap': 8081,
  tproxy: 8081,
  'ddi-udp-1': 8888,
  'sun-answerbook': 8888,
  'hp-pdl-datastr': 9100,
  jetdirect: 9100,
  abyss: 9999,
};

// A raw socket has the protocol inside IP in the place of a port (protocols(5)).
const otherProtocols: Readonly<Record<string, number>> = {ip: 0, 'ipv6-icmp': 58, icmp6: 58, raw: 255};

/**
 * Port that a name stands for in the output of a tool; null where the name is none of the usual ones. A name is the
 * same number for UDP and TCP. For a raw socket the number is an IP protocol.
 */
export const printedPort = (name: string, protocol: Protocol): number | null =>
  (protocol === 'raw' ? protocols : ports).get(name) ?? null;

const ports = withOthers(
  Object.entries(usualNames).map(([entry, name]) => [name, Number.parseInt(entry, 10)]),
  otherNames,
);
const protocols = withOthers(
  Object.entries(protocolNumbers.raw).map(([number, name]) => [name, Number(number)]),
  otherProtocols,
);

/** Numbers by name. A name of several numbers stands for none, unless `others` has it. */
function withOthers(
  entries: readonly (readonly [name: string, number: number])[],
  others: Readonly<Record<string, number>>,
): ReadonlyMap<string, number> {
  const numbers = new Map<string, number | null>();
  for (const [name, number] of entries) {
    numbers.set(name, (numbers.get(name) ?? number) === number ? number : null);
  }
  const clear = [...numbers].filter((entry): entry is [string, number] => entry[1] !== null);
  return new Map([...clear, ...Object.entries(others)]);
}
