import type {Container} from '../../source/domain/socket.ts';
import {trusted} from '../../source/domain/text.ts';
import type {AssessedSocket} from '../../source/judge/assess-all.ts';
import {acceptanceOf, acceptedAs, driftOf} from './acceptance.ts';
import {assessedRow, owner, ownerOf, process, socket} from './build.ts';

const shop: Container = {runtime: 'docker', id: trusted('0123456789ab'), name: trusted('shop'), image: null};
/** Serves on 443, in a container. */
export const nginx = process('/usr/sbin/nginx', {uid: 33, user: trusted('www-data'), container: shop});
const bytes = {rttMs: 0.25, retransmits: 1, bytesSent: 200, bytesReceived: 3000};

/** Sockets of every kind that formats tell apart. */
export const rows: Readonly<Record<string, AssessedSocket>> = {
  listener: assessedRow(socket('tcp LISTEN [::]:443', ownerOf(nginx))),
  inbound: assessedRow(
    socket('tcp ESTABLISHED [::ffff:10.0.0.5]:443 [::ffff:198.51.100.7]:50122', ownerOf(nginx), {tcp: bytes}),
    socket('tcp LISTEN [::]:443', ownerOf(nginx)),
  ),
  outbound: assessedRow(socket('tcp SYN_SENT 10.0.0.5:51000 203.0.113.9:443', owner('/usr/bin/curl'), {tcp: bytes})),
  server: assessedRow(socket('udp UNCONN 0.0.0.0:53', owner('/usr/sbin/named'))),
  local: assessedRow(socket('tcp ESTABLISHED 127.0.0.1:40000 127.0.0.1:5432', owner('/usr/bin/psql'))),
  link: assessedRow(
    socket('tcp CLOSE_WAIT [fe80::1%eth0]:22 [fe80::2%eth0]:51000', owner('/usr/sbin/sshd'), {
      netns: {name: trusted('web'), inode: 4026532251},
    }),
  ),
  bound: assessedRow(socket('tcp CLOSE 0.0.0.0:8000', owner('/usr/bin/python3.11'))),
  ping: assessedRow(socket('icmp ESTABLISHED 10.0.0.5:7 10.0.0.1:0', owner('/usr/bin/ping'))),
  raw: assessedRow(socket('raw UNCONN 0.0.0.0:1', owner('/usr/bin/ping'))),
  packet: assessedRow(socket('packet UNCONN *:3', owner('/usr/sbin/tcpdump'), {family: null})),
  named: assessedRow(socket('tcp ESTABLISHED localhost:22 web-02.example.org:5000')),
};
export const {listener, inbound, outbound, server, local, ping, raw, packet} = rows as Record<
  string,
  AssessedSocket
> & {
  readonly [Name in
    | 'listener'
    | 'inbound'
    | 'outbound'
    | 'server'
    | 'local'
    | 'ping'
    | 'raw'
    | 'packet']: AssessedSocket;
};
/** The listener, held by another program than was accepted. */
export const drifted = acceptedAs(
  listener,
  acceptanceOf('drifted', {drift: [driftOf('owner /usr/sbin/nginx /usr/bin/nc')]}),
);
