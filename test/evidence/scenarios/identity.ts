import {
  copied,
  implant,
  lines,
  listens,
  netcat,
  python,
  pythonFile,
  stays,
  talking,
  waiting,
} from '../stage/scripts.ts';
import type {Variant} from '../stage/variant.ts';

type Given = Pick<Variant, 'id' | 'does' | 'start'> & Partial<Variant>;

const udp = (port: number): string => waiting(port, '-u').replace('-k', '');

/** 22: another program on the port of a daemon. */
const wrongPrograms: readonly Given[] = [
  {id: 'script-on-22', does: 'a script on 22', start: pythonFile('/opt/$ID.py', lines(listens('tcp', 22), stays))},
  {
    id: 'named-sshd-on-22',
    does: 'Python named sshd on 22',
    start: `exec bash -c 'exec -a sshd /usr/bin/python3 "$@"' sh ${python(lines(listens('tcp', 22), stays), '')}`,
  },
  {id: 'nc-on-514', does: 'nc on UDP 514', start: `exec nc.openbsd ${udp(514)}`},
  {id: 'python-on-68', does: 'Python on UDP 68', start: python(lines(listens('udp', 68), stays))},
  {
    id: 'python-on-631',
    does: 'Python on 631 of loopback',
    start: python(lines(listens('tcp', 631).replace('$HERE', '127.0.0.1'), stays)),
    socket: /^tcp LISTEN 127\.0\.0\.1:631$/,
  },
  {
    id: 'sshd-of-eve-on-22',
    does: "root runs a user's sshd on 22",
    start: `${copied(netcat, '/home/eve/bin/sshd')}
chown 1500:1500 /home/eve/bin/sshd
exec /home/eve/bin/sshd ${waiting(22)}`,
  },
  {
    id: 'sshd-of-open-directory',
    does: 'an sshd in a directory that everybody may write, on 22',
    start: `mkdir -p -m 1777 /opt/$ID
chmod 1777 /opt/$ID
${implant('/opt/$ID/sshd', waiting(22))}`,
  },
  {id: 'python-on-5353', does: 'Python on UDP 5353', start: python(lines(listens('udp', 5353), stays))},
  {
    id: 'listens-on-443',
    does: 'Python of /tmp on 443',
    start: pythonFile('/tmp/$ID.py', lines(listens('tcp', 443), stays)),
  },
  {
    id: 'listens-on-53',
    does: 'Python of /tmp on UDP 53',
    start: pythonFile('/tmp/$ID.py', lines(listens('udp', 53), stays)),
  },
];

/** 23: a copy of root with the name of a daemon. */
const trustedNames: readonly Given[] = [
  {id: 'own-sshd-local', does: '/usr/local/sbin/sshd', start: implant('/usr/local/sbin/sshd', waiting(22))},
  {id: 'own-sshd-hidden', does: '/usr/local/lib/.x/sshd', start: implant('/usr/local/lib/.$ID/sshd', waiting(22))},
  {
    id: 'own-sshd-blank',
    does: '"/usr/local/share/... /sshd"',
    start: implant('/usr/local/share/... /sshd', waiting(22)),
  },
  {id: 'own-systemd', does: 'systemd on 22', start: implant('/usr/local/lib/.$ID/systemd', waiting(22))},
  {id: 'own-rsyslogd', does: 'rsyslogd on UDP 514', start: implant('/usr/local/lib/.$ID/rsyslogd', udp(514))},
  {id: 'own-dhclient', does: 'dhclient on UDP 68', start: implant('/usr/local/lib/$ID/dhclient', udp(68))},
  {id: 'own-avahi-5353', does: 'avahi-daemon on UDP 5353', start: implant('/usr/local/sbin/avahi-daemon', udp(5353))},
  {
    id: 'own-avahi-odd',
    does: 'avahi-daemon on UDP 38142',
    start: implant('/usr/local/lib/$ID/avahi-daemon', udp(38142)),
  },
  {
    id: 'own-sshd-link',
    does: 'a hard link to another program, on 22',
    start: `${copied(netcat, '/usr/local/lib/$ID/tool')}
ln /usr/local/lib/$ID/tool /usr/local/lib/$ID/sshd
exec /usr/local/lib/$ID/sshd ${waiting(22)}`,
  },
  {id: 'own-cupsd', does: 'cupsd on 631 of every address', start: implant('/usr/local/sbin/cupsd', waiting(631))},
];

/** 24: a user's program with the name of Avahi. */
const avahiOfUser: readonly Given[] = [5353, 38142, 7777].map(port => ({
  id: `avahi-of-eve-${port}`,
  does: `~/bin/avahi-daemon on UDP ${port}`,
  start: implant('/home/eve/$ID/avahi-daemon', udp(port)),
  as: 1500,
}));

/** 25: busybox as a shell that holds the socket of a daemon. */
const busyboxShells: readonly Given[] = [514, 68].map(port => ({
  id: `busybox-sh-${port}`,
  does: `busybox sh holds UDP ${port}`,
  start: python(
    lines(
      listens('udp', port),
      'os.dup2(s.fileno(), 5)',
      'os.execv("/bin/busybox", ["busybox", "sh", "-c", "read -r line <&5; :"])',
    ),
  ),
}));

const instead = (program: string, parameters: string): string => `${copied(netcat, '/opt/$ID/x')}
mount --bind /opt/$ID/x ${program}
exec ${program} ${parameters}`;

/** 26: the file of the package is another one. */
const trojans: readonly Given[] = [
  {
    id: 'trojan-sshd',
    does: '/usr/sbin/sshd with something added, on 22',
    start: `ssh-keygen -q -t ed25519 -N "" -f /srv/$ID.key
cp /usr/sbin/sshd /opt/sshd
printf x >> /opt/sshd
mount --bind /opt/sshd /usr/sbin/sshd
exec /usr/sbin/sshd -D -h /srv/$ID.key -o ListenAddress=$HERE:22 -o PidFile=none`,
    needs: ['sshd', 'ssh-keygen'],
  },
  {
    id: 'trojan-chronyd',
    does: '/usr/sbin/chronyd is another program, to UDP 123',
    start: instead('/usr/sbin/chronyd', talking(123, '-u')),
    needs: ['chronyd'],
    waits: {udp: 123},
  },
  {
    id: 'trojan-rsyslogd',
    does: '/usr/sbin/rsyslogd is another program, on UDP 514',
    start: instead('/usr/sbin/rsyslogd', udp(514)),
    needs: ['rsyslogd'],
  },
  {
    id: 'trojan-curl',
    does: '/usr/bin/curl is another program, and listens',
    start: instead('/usr/bin/curl', waiting(7260)),
    needs: ['curl'],
  },
];

export const identity: readonly Variant[] = [
  ...wrongPrograms.map(each => ({kind: 22, signs: ['owner-program', 'owner-path', 'owner-script'], ...each})),
  ...trustedNames.map(each => ({kind: 23, signs: ['owner-packaged', 'owner-path', 'owner-program'], ...each})),
  ...avahiOfUser.map(each => ({kind: 24, signs: ['owner-packaged', 'owner-path', 'owner-program'], ...each})),
  ...busyboxShells.map(each => ({kind: 25, signs: ['owner-program', 'owner-shell', 'owner-script'], ...each})),
  ...trojans.map(each => ({kind: 26, world: 'altered' as const, signs: ['owner-unchanged'], ...each})),
];
