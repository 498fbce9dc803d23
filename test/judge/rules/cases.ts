import {unknown} from '../../../source/domain/known.ts';
import type {Owner, Socket} from '../../../source/domain/socket.ts';
import {hidden, owner, ownerOf, process, socket} from '../../helpers/build.ts';

/** A socket, its owner, and the other sockets of the host. */
export type Case = readonly [text: string, holder?: Owner, ...others: readonly Socket[]];

const unseen = hidden('needs-root');

/** For each rule: sockets for which it is the rule that holds, and near misses for which another rule holds. */
export const cases: Readonly<Record<string, {readonly holds: readonly Case[]; readonly misses: readonly Case[]}>> = {
  unidentified: {
    holds: [
      ['udp UNCONN 0.0.0.0:38142', hidden('no-process')],
      ['tcp LISTEN 127.0.0.1:38142', hidden('no-process')],
    ],
    misses: [
      ['udp UNCONN 0.0.0.0:38142', hidden('needs-root')],
      ['udp UNCONN 0.0.0.0:38142', hidden('not-collected')],
      ['udp UNCONN 0.0.0.0:38142', hidden('kernel')],
      ['udp UNCONN 0.0.0.0:5353', hidden('no-process')],
    ],
  },
  'irc-connection': {
    holds: [
      ...[194, 994, 6660, 6665, 6669, 6697].map((port): Case => [`tcp ESTABLISHED 10.0.0.5:51000 203.0.113.9:${port}`]),
      ['tcp ESTABLISHED 10.0.0.5:51000 203.0.113.9:7000', owner('/usr/bin/irssi')],
      ['tcp ESTABLISHED 10.0.0.5:51000 203.0.113.9:7000', owner('/usr/bin/cassandra', '/usr/bin/znc')],
    ],
    misses: [
      ['tcp ESTABLISHED 10.0.0.5:51000 203.0.113.9:7000', owner('/usr/bin/cassandra')],
      ['tcp ESTABLISHED 10.0.0.5:51000 203.0.113.9:7000'],
      ['tcp ESTABLISHED 10.0.0.5:51000 203.0.113.9:7001', owner('/usr/bin/irssi')],
      ['tcp ESTABLISHED 10.0.0.5:51000 203.0.113.9:6659'],
      ['tcp ESTABLISHED 10.0.0.5:51000 203.0.113.9:6670'],
      ['udp ESTABLISHED 10.0.0.5:51000 203.0.113.9:6667'],
      ['tcp ESTABLISHED 10.0.0.5:6667 203.0.113.9:51000'],
      ['tcp ESTABLISHED 10.0.0.5:51000 203.0.113.9:6667', unseen, socket('tcp LISTEN 0.0.0.0:51000')],
    ],
  },
  'raw-socket': {holds: [['raw CLOSE 0.0.0.0:1'], ['raw CLOSE 127.0.0.1:1']], misses: [['udp UNCONN 0.0.0.0:1']]},
  'packet-socket': {holds: [['packet CLOSE *:3']], misses: [['raw CLOSE 0.0.0.0:3']]},
  'ping-socket': {
    holds: [
      ['icmp UNCONN 0.0.0.0:7401', owner('/usr/bin/ping')],
      ['icmp ESTABLISHED 127.0.0.1:7402 127.0.0.1:0'],
      ['icmp UNCONN [::1]:123'],
    ],
    misses: [['raw UNCONN 0.0.0.0:1'], ['udp UNCONN 0.0.0.0:7401'], ['icmp UNCONN 0.0.0.0:1', hidden('no-process')]],
  },
  'bound-socket': {
    holds: [['tcp CLOSE 0.0.0.0:7777'], ['tcp CLOSE [::]:22', unseen, socket('tcp LISTEN 0.0.0.0:22')]],
    misses: [
      ['tcp CLOSE 127.0.0.1:7777'],
      ['tcp CLOSE 0.0.0.0:0'],
      ['tcp LISTEN 0.0.0.0:7777'],
      ['udp UNCONN 0.0.0.0:7777'],
      ['tcp CLOSE 10.0.0.5:51000 203.0.113.9:6000'],
      ['tcp CLOSE 0.0.0.0:38142', hidden('no-process')],
    ],
  },
  'ssh-server': {
    holds: [['tcp LISTEN 0.0.0.0:22'], ['tcp LISTEN [::]:22'], ['tcp LISTEN 127.0.0.1:22'], ['tcp LISTEN 10.0.0.5:22']],
    misses: [
      ['tcp LISTEN 0.0.0.0:2222'],
      ['udp UNCONN 0.0.0.0:22'],
      ['tcp ESTABLISHED 10.0.0.5:22 198.51.100.7:50122'],
      ['tcp ESTABLISHED 10.0.0.5:51000 198.51.100.7:22'],
    ],
  },
  'ssh-session': {
    holds: [
      ['tcp ESTABLISHED 10.0.0.5:22 198.51.100.7:50122', unseen, socket('tcp LISTEN 0.0.0.0:22')],
      ['tcp TIME_WAIT 10.0.0.5:22 198.51.100.7:50122', hidden('closing'), socket('tcp LISTEN [::]:22')],
      [
        'tcp ESTABLISHED 10.0.0.5:22 198.51.100.7:50122',
        unseen,
        socket('tcp LISTEN 0.0.0.0:22', ownerOf(process('/x', {executable: unknown('needs-root')}))),
      ],
      ['tcp ESTABLISHED 10.0.0.5:22 198.51.100.7:50122', owner('/usr/sbin/sshd')],
      ['tcp ESTABLISHED 10.0.0.5:22 198.51.100.7:50122', owner('/usr/lib/openssh/sshd-session', '/usr/sbin/sshd')],
    ],
    misses: [
      ['tcp ESTABLISHED 10.0.0.5:22 198.51.100.7:50122'],
      ['tcp ESTABLISHED 10.0.0.5:22 198.51.100.7:50122', unseen, socket('udp UNCONN 0.0.0.0:22')],
      ['tcp ESTABLISHED 10.0.0.5:2222 198.51.100.7:50122', unseen, socket('tcp LISTEN 0.0.0.0:22')],
      ['tcp ESTABLISHED 10.0.0.5:22 198.51.100.7:50122', owner('/usr/lib/systemd/systemd')],
      ['tcp ESTABLISHED 10.0.0.5:22 198.51.100.7:50122', owner('/usr/bin/python3.11')],
      ['tcp SYN_SENT 10.0.0.5:22 198.51.100.7:50122', owner('/usr/sbin/sshd')],
    ],
  },
  'syslog-listener': {
    holds: [['udp UNCONN 0.0.0.0:514'], ['udp UNCONN [::]:514'], ['udp UNCONN 127.0.0.1:514']],
    misses: [['tcp LISTEN 0.0.0.0:514'], ['udp ESTABLISHED 10.0.0.5:514 10.0.0.9:514'], ['udp UNCONN 0.0.0.0:601']],
  },
  printing: {
    holds: [['tcp LISTEN 127.0.0.1:631'], ['tcp LISTEN [::1]:631'], ['tcp LISTEN localhost:631']],
    misses: [['tcp LISTEN 0.0.0.0:631'], ['udp UNCONN 127.0.0.1:631'], ['tcp LISTEN 127.0.0.1:632']],
  },
  'dhcp-client': {
    holds: [['udp UNCONN 0.0.0.0:68'], ['udp UNCONN *:68'], ['udp UNCONN [fe80::1%eth0]:546']],
    misses: [['udp UNCONN 0.0.0.0:67'], ['udp UNCONN [fe80::1%eth0]:547'], ['tcp LISTEN 0.0.0.0:68']],
  },
  'service-discovery': {
    holds: [['udp UNCONN 0.0.0.0:5353'], ['udp UNCONN [::]:5353'], ['udp UNCONN *:5353']],
    misses: [
      ['tcp LISTEN 0.0.0.0:5353'],
      ['udp UNCONN 0.0.0.0:5355'],
      ['udp ESTABLISHED 10.0.0.5:5353 224.0.0.251:5353'],
    ],
  },
  'avahi-port': {
    holds: [['udp UNCONN 0.0.0.0:38142', owner('/usr/sbin/avahi-daemon')]],
    misses: [
      ['udp UNCONN 0.0.0.0:38142', owner('/usr/sbin/avahi-daemon', '/usr/bin/python3')],
      ['udp UNCONN 0.0.0.0:38142', owner('/usr/bin/python3')],
      ['udp UNCONN 0.0.0.0:38142', owner()],
      ['udp UNCONN 0.0.0.0:53', owner('/usr/sbin/avahi-daemon')],
      ['tcp LISTEN 0.0.0.0:38142', owner('/usr/sbin/avahi-daemon')],
    ],
  },
  'loopback-listener': {
    holds: [
      ['tcp LISTEN 127.0.0.1:5432'],
      ['udp UNCONN 127.0.0.53%lo:53'],
      ['tcp LISTEN [::1]:25'],
      ['udp UNCONN [fe80::1%lo]:9999'],
      ['tcp LISTEN [::ffff:127.0.0.1]:8080'],
    ],
    misses: [
      ['tcp LISTEN 0.0.0.0:5432'],
      ['udp UNCONN [fe80::1%eth0]:9999'],
      ['tcp ESTABLISHED 127.0.0.1:40000 127.0.0.1:5432'],
    ],
  },
  'loopback-peer': {
    holds: [
      ['tcp ESTABLISHED 127.0.0.1:40000 127.0.0.1:5432'],
      ['tcp ESTABLISHED [::1]:40000 [::1]:443'],
      ['udp ESTABLISHED 127.0.0.1:40000 127.0.0.53:53'],
    ],
    misses: [['tcp LISTEN 127.0.0.1:40000'], ['tcp ESTABLISHED 10.0.0.5:40000 127.0.0.1:5432']],
  },
  'ntp-client': {
    holds: [['udp ESTABLISHED 10.0.0.5:41234 162.159.200.1:123'], ['udp ESTABLISHED 10.0.0.5:123 162.159.200.1:123']],
    misses: [
      ['udp UNCONN 0.0.0.0:123'],
      ['tcp ESTABLISHED 10.0.0.5:41234 162.159.200.1:123'],
      ['udp ESTABLISHED 10.0.0.5:123 162.159.200.1:41234'],
    ],
  },
  'web-client': {
    holds: [
      ['tcp ESTABLISHED 10.0.0.5:60227 203.0.113.9:80'],
      ['tcp TIME_WAIT 10.0.0.5:49132 203.0.113.9:80', hidden('closing')],
    ],
    misses: [
      ['tcp ESTABLISHED 10.0.0.5:60227 203.0.113.9:8080'],
      ['udp ESTABLISHED 10.0.0.5:60227 203.0.113.9:80'],
      ['tcp ESTABLISHED 10.0.0.5:8080 203.0.113.9:80', unseen, socket('tcp LISTEN 0.0.0.0:8080')],
    ],
  },
  'https-client': {
    holds: [['tcp ESTABLISHED 10.0.0.5:60227 203.0.113.9:443'], ['udp ESTABLISHED 10.0.0.5:60227 203.0.113.9:443']],
    misses: [
      ['tcp ESTABLISHED 10.0.0.5:443 203.0.113.9:60227'],
      ['tcp ESTABLISHED 10.0.0.5:60227 203.0.113.9:8443'],
      ['tcp ESTABLISHED 10.0.0.5:8443 203.0.113.9:443', unseen, socket('tcp LISTEN [::]:8443')],
    ],
  },
  'dns-client': {
    holds: [['udp ESTABLISHED 10.0.0.5:33954 10.0.0.1:53'], ['tcp SYN_SENT 10.0.0.5:33954 10.0.0.1:53']],
    misses: [
      ['udp UNCONN 0.0.0.0:53'],
      ['udp ESTABLISHED 10.0.0.5:33954 10.0.0.1:5353'],
      ['udp ESTABLISHED 10.0.0.5:53 10.0.0.1:53', unseen, socket('udp UNCONN 0.0.0.0:53')],
    ],
  },
  'open-listener': {
    holds: [['tcp LISTEN 0.0.0.0:5432'], ['udp UNCONN [::]:9999'], ['tcp LISTEN 0.0.0.0:631'], ['udp UNCONN *:38142']],
    misses: [
      ['tcp LISTEN 127.0.0.1:5432'],
      ['tcp CLOSE 0.0.0.0:5432'],
      ['tcp ESTABLISHED 10.0.0.5:5432 10.0.0.9:40000'],
      ['udp ESTABLISHED 10.0.0.5:9999 10.0.0.9:9999'],
    ],
  },
  'inbound-connection': {
    holds: [
      ['tcp ESTABLISHED 10.0.0.5:5432 10.0.0.9:40000', unseen, socket('tcp LISTEN 0.0.0.0:5432')],
      ['tcp CLOSE_WAIT 10.0.0.5:443 203.0.113.9:60227', unseen, socket('tcp LISTEN [::]:443')],
      ['udp ESTABLISHED 10.0.0.5:9999 10.0.0.9:9999', unseen, socket('udp UNCONN 0.0.0.0:9999')],
    ],
    misses: [
      ['tcp ESTABLISHED 10.0.0.5:5432 10.0.0.9:40000'],
      ['tcp ESTABLISHED 10.0.0.5:5432 10.0.0.9:40000', unseen, socket('udp UNCONN 0.0.0.0:5432')],
      ['tcp SYN_SENT 10.0.0.5:5432 10.0.0.9:40000', unseen, socket('tcp LISTEN 0.0.0.0:5432')],
      ['tcp ESTABLISHED 127.0.0.1:5432 127.0.0.1:40000', unseen, socket('tcp LISTEN 0.0.0.0:5432')],
      ['udp ESTABLISHED 10.0.0.5:5353 10.0.0.9:5353', unseen, socket('udp UNCONN 0.0.0.0:5353')],
    ],
  },
  'other-conversation': {
    holds: [
      ['tcp ESTABLISHED 10.0.0.5:51000 203.0.113.9:5223'],
      ['tcp ESTABLISHED 10.0.0.5:5432 10.0.0.9:40000', unseen, socket('tcp LISTEN 0.0.0.0:5433')],
      ['tcp ESTABLISHED 10.0.0.5:5432 10.0.0.9:40000', unseen, socket('tcp LISTEN 10.0.0.6:5432')],
      ['udp ESTABLISHED 10.0.0.5:9999 10.0.0.9:9999'],
      ['tcp CLOSE_WAIT 10.0.0.5:443 203.0.113.9:60227'],
    ],
    misses: [
      ['tcp LISTEN 0.0.0.0:5223'],
      ['tcp ESTABLISHED 10.0.0.5:51000 203.0.113.9:443'],
      ['tcp ESTABLISHED 10.0.0.5:5432 10.0.0.9:40000', unseen, socket('tcp LISTEN 0.0.0.0:5432')],
    ],
  },
};
