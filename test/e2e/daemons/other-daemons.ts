import {existsSync} from 'node:fs';
import {lacks} from '../helpers/needs.ts';
import type {Daemon} from './daemons.ts';
import {neighbour} from './sandbox.ts';

/** A daemon that holds a port of another one, so it has a sandbox of its own. `lacks` says why it cannot be had. */
type Other = Daemon & {readonly lacks: () => string | false};

/** A name of BusyBox. It holds the port only while it waits for the answer to a renewal, so the server ends first. */
export const renewing: Other = {
  name: 'udhcpc renewing its lease',
  package: 'udhcpc',
  program: '/usr/sbin/udhcpc',
  start: `
printf '#!/bin/sh\\ntest "$1" != bound || ip address add "$ip/24" dev eth0\\n' > /run/e2e/lease
chmod 755 /run/e2e/lease
mkdir /var/lib/misc
ip address add ${neighbour}/24 dev far
dnsmasq --conf-file=/dev/null --port=0 --interface=far --bind-dynamic --no-ping --pid-file=/run/dnsmasq.pid \\
  --dhcp-authoritative --dhcp-range=198.51.100.50,198.51.100.60
udhcpc -f -i eth0 -s /run/e2e/lease -p /run/udhcpc.pid &
until ip -4 -brief address show dev eth0 | grep -q '198\\.51\\.100\\.[56]'; do sleep 0.1; done
kill -KILL "$(cat /run/dnsmasq.pid)"
kill -USR1 "$(cat /run/udhcpc.pid)"
wait`,
  sockets: [['udp UNCONN 0.0.0.0:68', 'explained', 'dhcp-client']],
  lacks: () => lacks('/usr/sbin/udhcpc', '/usr/sbin/dnsmasq'),
};

/** Stands for dnsmasq where it is installed: installing it rewrites /etc/resolv.conf, so nothing requires it. */
export const resolved: Other = {
  name: 'systemd-resolved',
  package: 'systemd-resolved',
  program: '/usr/lib/systemd/systemd-resolved',
  start: 'mkdir /run/systemd && exec /usr/lib/systemd/systemd-resolved',
  sockets: [
    ['udp UNCONN 127.0.0.53:53', 'explained', 'loopback-listener'],
    ['tcp LISTEN 127.0.0.53:53', 'explained', 'loopback-listener'],
    ['udp UNCONN 127.0.0.54:53', 'explained', 'loopback-listener'],
    ['tcp LISTEN 127.0.0.54:53', 'explained', 'loopback-listener'],
    ['udp UNCONN 0.0.0.0:5355', 'learn', 'open-listener'],
    ['udp UNCONN [::]:5355', 'learn', 'open-listener'],
    ['tcp LISTEN 0.0.0.0:5355', 'learn', 'open-listener'],
    ['tcp LISTEN [::]:5355', 'learn', 'open-listener'],
  ],
  lacks: () => (existsSync(resolved.program) ? false : 'needs the Debian package systemd-resolved'),
};
