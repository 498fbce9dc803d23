import {type Entry, python, redis, sh} from '../entry.ts';

const redisServer = '/usr/bin/redis-server';

/** Writes a unit of one's own. None waits for the rest of a system. */
const unit = (name: string, service: string): string => `cat > /etc/systemd/system/${name} <<END
[Unit]
DefaultDependencies=no
${service.includes('[') ? service : `[Service]\n${service}`}
END
`;

/** Lets a unit of a package start without the rest of a system. */
const packaged = (name: string): string => `mkdir -p /etc/systemd/system/${name}.d
printf '[Unit]\\nDefaultDependencies=no\\n' > /etc/systemd/system/${name}.d/alone.conf
`;

const start = (...names: readonly string[]): string =>
  `printf 'Wants=%s\\n' ${names.join(' ')} >> /etc/systemd/system/ordinary.target\n`;

/** A service of a setting, which listens on every address. */
const redisWith = (id: string, work: string, port: number, settings: string): Entry => ({
  id,
  work,
  needs: [redisServer],
  units: [
    unit(`${id}.service`, `ExecStart=${redisServer} --bind 0.0.0.0 --port ${port} --save ''\n${settings}`),
    start(`${id}.service`),
  ].join(''),
  script: '',
  sockets: [[`tcp LISTEN 0.0.0.0:${port}`, 'learn', redis]],
});

/** What systemd starts, as the first process of the stage. */
export const units: readonly Entry[] = [
  {
    id: 'unit-per-connection',
    work: 'a shell script that systemd starts for each connection: report@N.service',
    needs: ['/usr/bin/nc.openbsd'],
    units: `${unit('report.socket', '[Socket]\nListenStream=$near:9110\nAccept=yes')}
${unit('report@.service', 'ExecStart=/usr/local/sbin/report\nStandardInput=socket')}${start('report.socket')}
printf '#!/bin/sh\\necho ready\\nread -r line\\n' > /usr/local/sbin/report
chmod 755 /usr/local/sbin/report`,
    script: 'await $near 9110; outside nc.openbsd -d $near 9110',
    sockets: [
      ['tcp LISTEN near:9110', 'learn', 'systemd'],
      ['tcp ESTABLISHED near:9110 far:*', 'learn', sh],
    ],
  },
  {
    id: 'ssh-socket',
    work: "OpenSSH by Debian's ssh.socket, with a session",
    needs: ['/usr/sbin/sshd', '/lib/systemd/system/ssh.socket'],
    units: `${packaged('ssh.socket')}${packaged('ssh.service')}${start('ssh.socket')}`,
    script: "await '[::]' 22; outside ssh $near sleep 1401",
    ready: "pgrep -xf 'sleep 1401'",
    sockets: [
      ['tcp LISTEN [::]:22', 'explained', 'systemd'],
      ['tcp ESTABLISHED near:22 far:*', 'explained', 'sshd'],
    ],
  },
  {
    id: 'redis-unit',
    work: "Redis by Debian's unit, which has a mount namespace of its own",
    needs: [redisServer, '/lib/systemd/system/redis-server.service'],
    units: `${packaged('redis-server.service')}${start('redis-server.service')}
install -d -o redis -g redis /var/lib/redis /var/log/redis /run/redis`,
    script: '',
    sockets: [
      ['tcp LISTEN 127.0.0.1:6379', 'explained', redis],
      ['tcp LISTEN [::1]:6379', 'explained', redis],
    ],
  },
  {
    id: 'nginx-unit',
    work: "nginx by Debian's unit",
    needs: ['/usr/sbin/nginx', '/lib/systemd/system/nginx.service'],
    units: `${packaged('nginx.service')}${start('nginx.service')}mkdir -p /var/log/nginx /var/lib/nginx`,
    script: '',
    sockets: [
      ['tcp LISTEN 0.0.0.0:80', 'learn', 'nginx'],
      ['tcp LISTEN [::]:80', 'learn', 'nginx'],
    ],
  },
  redisWith('unit-private-tmp', 'a service with PrivateTmp', 6390, 'PrivateTmp=yes'),
  redisWith(
    'unit-dynamic-user',
    'a service with DynamicUser and a state directory',
    6391,
    'DynamicUser=yes\nStateDirectory=notes\nWorkingDirectory=/var/lib/notes',
  ),
  redisWith(
    'unit-hardened',
    'a service with all that systemd-analyze security asks for',
    6392,
    `User=redis\nProtectSystem=strict\nProtectHome=yes\nPrivateTmp=yes\nPrivateDevices=yes\nPrivateUsers=yes
ProtectProc=invisible\nProtectControlGroups=yes\nNoNewPrivileges=yes\nTemporaryFileSystem=/opt`,
  ),
  redisWith(
    'unit-root-directory',
    'a service with RootDirectory, its programs bound into it',
    6393,
    'RootDirectory=/srv/root\nMountAPIVFS=yes\nBindReadOnlyPaths=/usr /lib /lib64 /bin /etc',
  ),
  {
    id: 'unit-agent',
    work: 'an agent in Python as a service with DynamicUser, which asks by HTTPS',
    needs: ['/usr/bin/python3'],
    units: `${unit('agent.service', 'DynamicUser=yes\nExecStart=/usr/bin/python3 /opt/agent.py $far')}\
${start('agent.service')}
cat > /opt/agent.py <<'END'
import sys, urllib.request
urllib.request.urlopen(f"https://{sys.argv[1]}/")
END`,
    script: '',
    sockets: [['tcp ESTABLISHED near:* far:443', 'learn', python]],
  },
  {
    id: 'timer-curl',
    work: 'a timer that fetches a list with curl in a shell line',
    needs: ['/usr/bin/curl'],
    units: `${unit('list.service', `Type=oneshot\nExecStart=/bin/sh -c 'curl -sN http://$far/ > /run/list; true'`)}
${unit('list.timer', '[Timer]\nOnActiveSec=0')}${start('list.timer')}`,
    script: '',
    sockets: [['tcp ESTABLISHED near:* far:80', 'explained', 'curl']],
  },
];
