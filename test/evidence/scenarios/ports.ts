import {connects, implant, lines, python, stays, talking} from '../stage/scripts.ts';
import type {Variant} from '../stage/variant.ts';

const from = (protocol: 'tcp' | 'udp', port: number, to: number): string =>
  python(lines(connects(protocol, to, port), stays));

/** Starts the SSH server, unless another variant did. */
const sshdOn22 = `ssh-keygen -q -t ed25519 -N "" -f /srv/$ID.key
/usr/sbin/sshd -D -h /srv/$ID.key -o ListenAddress=127.0.0.1:22 -o PidFile=none &
while ! grep -q 0100007F:0016 /proc/net/tcp; do sleep 0.02; done`;

/** 13: the program connects out from a port of a daemon. */
const borrowedPorts: readonly Variant[] = [
  {
    id: 'from-22',
    does: 'Python connects from TCP 22, on which the own sshd listens',
    start: `${sshdOn22}
${from('tcp', 22, 7130)}`,
    needs: ['sshd', 'ssh-keygen'],
    waits: {tcp: 7130},
    only: 'conversations',
  },
  {
    id: 'from-22-implant',
    does: 'a program of no package connects from TCP 22 to 443',
    start: `${sshdOn22}
${implant('/usr/local/bin/$ID', talking(443, '-s $HERE -p 22'))}`,
    needs: ['sshd', 'ssh-keygen'],
    waits: {tcp: 443},
    only: 'conversations',
  },
  {id: 'from-68', does: 'Python sends from UDP 68', start: from('udp', 68, 9130), waits: {udp: 9130}},
  {id: 'from-514', does: 'Python sends from UDP 514', start: from('udp', 514, 9130), waits: {udp: 9130}},
  {id: 'from-5353', does: 'Python sends from UDP 5353', start: from('udp', 5353, 9130), waits: {udp: 9130}},
].map(each => ({kind: 13, signs: ['owner-program', 'owner-packaged', 'owner-script'], ...each}) as Variant);

const irc = {signs: ['irc-connection', 'owner-script'], words: /\birc\b/i};

/** 14: orders over IRC, and over ports like the ports of IRC. */
const chat: readonly Variant[] = [
  {
    ...irc,
    kind: 14,
    id: 'irc-python',
    does: 'Python to 6667',
    start: python(lines(connects('tcp', 6667), stays)),
    waits: {tcp: 6667},
  },
  {
    ...irc,
    kind: 14,
    id: 'irc-tls',
    does: 'nc to 6697',
    start: 'exec nc.openbsd -d $THERE 6697',
    waits: {tcp: 6697},
  },
  {
    kind: 14,
    id: 'irc-own-irssi',
    does: 'a program of no package named irssi, to 6667',
    start: implant('/usr/local/bin/irssi', talking(6667)),
    waits: {tcp: 6667},
    signs: ['owner-packaged', 'irc-connection'],
    words: /irc: by whom|botnet|package/i,
  },
  {
    ...irc,
    kind: 14,
    id: 'irc-6670',
    does: 'a program of no package to 6670',
    start: implant('/usr/local/bin/$ID', talking(6670)),
    waits: {tcp: 6670},
    signs: ['owner-packaged'],
  },
  {
    ...irc,
    kind: 14,
    id: 'irc-from-served-port',
    does: 'to 6667 from a port that this host listens on',
    start: python(
      lines(
        'import socket, time',
        'def end():',
        '  s = socket.socket()',
        '  s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)',
        '  s.bind(("$HERE", 7140))',
        '  return s',
        'c = end(); c.connect(("$THERE", 6667))',
        'l = end(); l.listen()',
        stays,
      ),
    ),
    waits: {tcp: 6667},
    rows: 2,
    only: 'conversations',
    wrong: /^direction inbound$/m,
  },
  {
    kind: 14,
    id: 'odd-port-1337',
    does: 'a program of no package to 1337',
    start: implant('/usr/local/bin/$ID', talking(1337)),
    waits: {tcp: 1337},
    signs: ['owner-packaged'],
  },
];

export const ports: readonly Variant[] = [...borrowedPorts, ...chat];
