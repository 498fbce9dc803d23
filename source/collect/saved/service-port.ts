import type {Protocol} from '../../domain/socket.ts';

/** Port of a registered service name, or null where the name is not registered. */
export type PortLookup = (name: string, protocol: Protocol) => number | null;

/** Port that a table prints as number, name or `*` (0); null where it is none of these. */
export type PortReader = (text: string, protocol: Protocol) => number | null;

// Names that netstat, ss and lsof print for common ports; they differ between systems (services(5), IANA registry).
const usual: Readonly<Record<string, number>> = {
  echo: 7,
  discard: 9,
  daytime: 13,
  'ftp-data': 20,
  ftp: 21,
  ssh: 22,
  telnet: 23,
  smtp: 25,
  mail: 25,
  time: 37,
  domain: 53,
  bootps: 67,
  bootpc: 68,
  tftp: 69,
  gopher: 70,
  finger: 79,
  http: 80,
  www: 80,
  'www-http': 80,
  kerberos: 88,
  'kerberos-sec': 88,
  pop3: 110,
  sunrpc: 111,
  portmap: 111,
  rpcbind: 111,
  auth: 113,
  ident: 113,
  nntp: 119,
  ntp: 123,
  epmap: 135,
  'netbios-ns': 137,
  'netbios-dgm': 138,
  'netbios-ssn': 139,
  imap: 143,
  imap2: 143,
  snmp: 161,
  'snmp-trap': 162,
  snmptrap: 162,
  bgp: 179,
  irc: 194,
  ldap: 389,
  svrloc: 427,
  https: 443,
  'microsoft-ds': 445,
  kpasswd: 464,
  submissions: 465,
  smtps: 465,
  urd: 465,
  isakmp: 500,
  login: 513,
  shell: 514,
  syslog: 514,
  printer: 515,
  'dhcpv6-client': 546,
  'dhcpv6-server': 547,
  afpovertcp: 548,
  rtsp: 554,
  submission: 587,
  ipp: 631,
  cups: 631,
  ldaps: 636,
  'domain-s': 853,
  rsync: 873,
  imaps: 993,
  pop3s: 995,
  socks: 1080,
  openvpn: 1194,
  'ms-sql-s': 1433,
  'ms-sql-m': 1434,
  l2tp: 1701,
  radius: 1812,
  mqtt: 1883,
  ssdp: 1900,
  nfs: 2049,
  nfsd: 2049,
  mysql: 3306,
  'ms-wbt-server': 3389,
  daap: 3689,
  'ipsec-nat-t': 4500,
  'ipsec-msft': 4500,
  sip: 5060,
  'sip-tls': 5061,
  'xmpp-client': 5222,
  mdns: 5353,
  llmnr: 5355,
  hostmon: 5355,
  wsdapi: 5357,
  postgresql: 5432,
  amqp: 5672,
  rfb: 5900,
  x11: 6000,
  redis: 6379,
  ircd: 6667,
  'ircs-u': 6697,
  'http-alt': 8080,
  webcache: 8080,
  git: 9418,
};

// What stands in the port column of a raw socket is the protocol inside IP (protocols(5)).
const ipProtocols: Readonly<Record<string, number>> = {
  ip: 0,
  icmp: 1,
  igmp: 2,
  tcp: 6,
  udp: 17,
  gre: 47,
  esp: 50,
  ah: 51,
  'ipv6-icmp': 58,
  icmp6: 58,
  ospf: 89,
  pim: 103,
  vrrp: 112,
  sctp: 132,
  raw: 255,
};

/** Reads ports with the usual names first and `lookup` for all others. */
export function portReader(lookup: PortLookup): PortReader {
  return (text, protocol) => {
    if (text === '*') return 0;
    if (/^\d{1,5}$/.test(text)) return Number(text) < 65_536 ? Number(text) : null;
    const table = protocol === 'raw' ? ipProtocols : usual;
    if (Object.hasOwn(table, text)) return table[text] ?? null;
    const port = /^[a-z0-9][\w.+-]{0,63}$/i.test(text) ? lookup(text, protocol) : null;
    return port !== null && Number.isInteger(port) && port > 0 && port < 65_536 ? port : null;
  };
}
