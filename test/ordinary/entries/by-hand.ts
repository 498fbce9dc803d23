import {type Entry, python} from '../entry.ts';

const nc = '/usr/bin/nc.openbsd';
const curl = '/usr/bin/curl';

/** What administrators do by hand, and in scripts of a few lines. */
export const byHand: readonly Entry[] = [
  {
    id: 'nc-to-file',
    work: 'nc -l 9999 > file',
    needs: [nc],
    script: "terminal 'nc.openbsd -l 9999 > /root/file'",
    sockets: [['tcp LISTEN 0.0.0.0:9999', 'learn', 'nc.openbsd']],
  },
  {
    id: 'nc-receiving',
    work: 'nc -l > file while it receives',
    needs: [nc],
    script: `terminal "nc.openbsd -l $near 9998 > /root/received" & await $near 9998
sleep infinity | outside nc.openbsd $near 9998`,
    sockets: [['tcp ESTABLISHED near:9998 far:*', 'learn', 'nc.openbsd']],
  },
  {
    id: 'nc-into-tar',
    work: 'nc -l | tar x',
    needs: [nc],
    script: `terminal "nc.openbsd -l $near 9997 | tar x -C /root" & await $near 9997
sleep infinity | outside nc.openbsd $near 9997`,
    sockets: [['tcp ESTABLISHED near:9997 far:*', 'learn', 'nc.openbsd']],
  },
  {
    id: 'nc-serves-file',
    work: 'a file served once by nc',
    needs: [nc],
    script: `terminal "{ printf 'HTTP/1.0 200 OK\\r\\n\\r\\n'; cat /etc/services; } | nc.openbsd -l $near 9996" &
await $near 9996
outside nc.openbsd -d $near 9996`,
    sockets: [['tcp ESTABLISHED near:9996 far:*', 'learn', 'nc.openbsd']],
  },
  {
    id: 'tar-into-nc',
    work: 'tar | nc, one way',
    needs: [nc],
    script: `terminal "tar c /usr/lib | nc.openbsd -N $far 9999"`,
    sockets: [['tcp ESTABLISHED near:* far:9999', 'learn', 'nc.openbsd']],
  },
  {
    id: 'nc-by-hand',
    work: 'nc to a mail server, typed by hand',
    needs: [nc],
    script: `terminal "nc.openbsd $far 25"`,
    sockets: [['tcp ESTABLISHED near:* far:25', 'learn', 'nc.openbsd']],
  },
  {
    id: 'nc-status',
    work: 'a script that asks a server by nc: answer=$(echo stats | nc …)',
    needs: [nc],
    script: `printf '#!/bin/sh\\nanswer=$(echo stats | nc.openbsd %s 11211)\\n' $far > /usr/local/bin/ask
chmod 755 /usr/local/bin/ask
exec /usr/local/bin/ask`,
    sockets: [['tcp ESTABLISHED near:* far:11211', 'learn', 'nc.openbsd']],
  },
  {
    id: 's-client',
    work: 'openssl s_client, typed by hand',
    needs: ['/usr/bin/openssl'],
    script: `terminal "openssl s_client -connect $far:443"`,
    sockets: [['tcp ESTABLISHED near:* far:443', 'learn', 'openssl']],
  },
  {
    id: 'socat-by-hand',
    work: 'socat - TCP:host:port, typed by hand',
    needs: ['/usr/bin/socat'],
    isHeavy: true,
    script: `terminal "socat - TCP:$far:25"`,
    sockets: [['tcp ESTABLISHED near:* far:25', 'learn', 'socat']],
  },
  {
    id: 'http-server',
    work: 'python3 -m http.server, with a client',
    needs: ['/usr/bin/python3', nc],
    script: `cd /srv; python3 -m http.server 8000 & await 0.0.0.0 8000
outside nc.openbsd -d $near 8000`,
    sockets: [
      ['tcp LISTEN 0.0.0.0:8000', 'learn', python],
      ['tcp ESTABLISHED near:8000 far:*', 'learn', python],
    ],
  },
  {
    id: 'dev-tcp',
    work: 'a bash script that reads a status page by /dev/tcp',
    needs: ['/bin/bash'],
    script: `cat > /usr/local/bin/check-status <<'END'
#!/bin/bash
exec 3<>"/dev/tcp/$1/80"
printf 'GET / HTTP/1.0\\r\\n\\r\\n' >&3
while read -r line <&3; do echo "$line"; done
END
chmod 755 /usr/local/bin/check-status
exec /usr/local/bin/check-status $far`,
    sockets: [['tcp ESTABLISHED near:* far:80', 'learn', 'bash']],
  },
  {
    id: 'curl-into-while',
    work: 'curl | while read',
    needs: [curl, '/bin/bash'],
    script: `terminal "bash -c 'curl -sN http://$far/ | while read -r line; do echo; done'"`,
    sockets: [['tcp ESTABLISHED near:* far:80', 'learn', 'curl']],
  },
  {
    id: 'curl-into-sh',
    work: 'curl | sh',
    needs: [curl],
    script: `terminal "curl -sN http://$far/install | sh"`,
    sockets: [['tcp ESTABLISHED near:* far:80', 'learn', 'curl']],
  },
  {
    id: 'curl-into-tar',
    work: 'curl | tar x',
    needs: [curl],
    script: `terminal "curl -sN http://$far/archive | tar x -C /srv"`,
    sockets: [['tcp ESTABLISHED near:* far:80', 'explained', 'curl']],
  },
  {
    id: 'tar-into-curl',
    work: 'tar | curl -T -',
    needs: [curl],
    script: `terminal "tar c /usr/lib | curl -skT - https://$far/backup"`,
    sockets: [['tcp ESTABLISHED near:* far:443', 'explained', 'curl']],
  },
  {
    id: 'xargs-curl',
    work: 'xargs -P: several downloads at once',
    needs: [curl],
    script: `printf 'http://%s/%s\\n' $far a $far b $far c | xargs -P 3 -n 1 curl -sN -o /dev/null`,
    sockets: [['tcp ESTABLISHED near:* far:80', 'explained', 'curl']],
  },
  {
    id: 'dns',
    work: "a name look-up with the host's own name server",
    needs: ['/usr/bin/getent'],
    script: 'while :; do getent ahostsv4 name.example || :; done',
    sockets: [['udp ESTABLISHED near:* 203.0.113.254:53', 'explained', 'getent']],
  },
];
