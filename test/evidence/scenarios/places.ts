import {copied, implant, lines, netcat, onceRunning, python, talking, waiting} from '../stage/scripts.ts';
import type {Variant} from '../stage/variant.ts';

const signs = ['owner-path', 'owner-intact', 'owner-script'];

type Given = Pick<Variant, 'id' | 'does' | 'start'> & Partial<Variant>;

const odd = 7170;
const to = {waits: {tcp: odd}};

/** 17: the program runs from where everybody may write, or from no file. */
const writable: readonly Given[] = [
  {id: 'place-tmp', does: '/tmp', start: implant('/tmp/$ID', talking(odd)), ...to},
  {id: 'place-var-tmp', does: '/var/tmp', start: implant('/var/tmp/$ID', waiting(odd))},
  {id: 'place-dev-shm', does: '/dev/shm', start: implant('/dev/shm/$ID', talking(odd)), ...to},
  {
    id: 'place-memory',
    does: 'memfd',
    start: python(
      lines(
        'import os',
        'memory = os.memfd_create("$ID")',
        `os.write(memory, open("${netcat}", "rb").read())`,
        `os.execv("/proc/self/fd/" + str(memory), "x ${waiting(odd)}".split())`,
      ),
    ),
  },
  {
    id: 'place-deleted',
    does: 'deleted',
    start: `${copied(netcat, '/opt/$ID/x')}\n${onceRunning('/opt/$ID/x', waiting(odd), 'rm /opt/$ID/x')}`,
    printsReady: true,
    rows: 1,
  },
  {
    id: 'place-deleted-443',
    does: 'deleted, connects to 443',
    start: `${copied(netcat, '/opt/$ID/x')}\n${onceRunning('/opt/$ID/x', talking(443), 'rm /opt/$ID/x')}`,
    printsReady: true,
    rows: 1,
    waits: {tcp: 443},
  },
];

/** 18: the file was deleted, and another one put at the path. */
const replaced: readonly Given[] = ['/bin/true', '/usr/bin/nc.openbsd'].map((file, number) => ({
  id: `replaced-${number + 1}`,
  does: `deleted, and ${file} put in its place`,
  start: `${copied(netcat, '/opt/$ID/x')}
${onceRunning('/opt/$ID/x', number ? talking(443) : waiting(odd), `rm /opt/$ID/x; cp ${file} /opt/$ID/x`)}`,
  printsReady: true,
  rows: 1,
  waits: {tcp: 443},
}));

/** 19: a place or a name that hides the program. */
const hidden: readonly Given[] = [
  {id: 'place-run', does: '/run', start: implant('/run/$ID', waiting(odd))},
  {id: 'place-dev', does: '/dev/.x', start: implant('/dev/.$ID/x', waiting(odd))},
  {id: 'place-hidden', does: '/usr/local/lib/.x', start: implant('/usr/local/lib/.$ID/x', talking(odd)), ...to},
  {id: 'place-blank', does: '"/usr/local/share/... "', start: implant('/usr/local/share/... /$ID', waiting(odd))},
  {id: 'place-opt', does: '/opt, of no package', start: implant('/opt/$ID/agent', waiting(odd))},
  {
    id: 'place-upload',
    does: 'an upload in the web root, of www-data',
    start: implant('/var/www/html/up/$ID', waiting(odd)),
    as: 33,
  },
  ...(['$HERE', '127.0.0.1'] as const).map(address => ({
    id: `place-of-eve-${address === '$HERE' ? 'network' : 'loopback'}`,
    does: `root runs a user's file${address === '$HERE' ? '' : ', on loopback'}`,
    start: `${copied(netcat, '/home/eve/bin/$ID')}
chown 1500:1500 /home/eve/bin/$ID
exec /home/eve/bin/$ID -d -l -k ${address} 7179`,
    ...(address === '$HERE' ? {} : {socket: /^tcp LISTEN 127\.0\.0\.1:7179$/}),
  })),
  {
    id: 'place-own-user-namespace',
    kernel: 'user namespaces for everybody',
    does: 'a file system of its own, in a user namespace',
    start: `exec unshare -U -r -m sh -ec 'mount -t tmpfs tmpfs /opt; cp ${netcat} /opt/x; exec /opt/x ${waiting(odd)}'`,
    as: 1500,
  },
  {
    id: 'loader-runs-tmp',
    does: 'the loader runs a program of /tmp',
    start: `${copied(netcat, '/tmp/$ID')}
exec /lib64/ld-linux-x86-64.so.2 /tmp/$ID ${waiting(odd)}`,
    needs: ['/lib64/ld-linux-x86-64.so.2'],
  },
  {
    id: 'name-kernel-thread',
    does: 'named [kthreadd], in /usr/local/lib/.x',
    start: implant('/usr/local/lib/.$ID/[kthreadd]', waiting(odd)),
  },
  {
    id: 'name-deleted',
    does: 'a file in /tmp whose name ends in " (deleted)"',
    start: implant('/tmp/$ID/x (deleted)', waiting(odd)),
  },
  {
    id: 'name-of-verdict',
    does: 'a file in /run named "✓ explained"',
    start: implant('/run/$ID/✓ explained', waiting(odd)),
  },
];

const deep = (parameters: string): string =>
  python(
    lines(
      'import os, shutil',
      'os.makedirs("/tmp/$ID"); os.chdir("/tmp/$ID")',
      'for _ in range(22): os.mkdir("d" * 200); os.chdir("d" * 200)',
      `shutil.copy("${netcat}", "sshd")`,
      `os.execv("./sshd", "sshd ${parameters}".split())`,
    ),
  );

/** 20: a path that is longer than the system can name. */
const unnamed: readonly Given[] = [
  {id: 'long-path-22', does: 'listens on 22', start: deep(waiting(22))},
  {id: 'long-path-514', does: 'waits on UDP 514', start: deep(waiting(514, '-u').replace('-k', ''))},
  {id: 'long-path-68', does: 'waits on UDP 68', start: deep(waiting(68, '-u').replace('-k', ''))},
  {id: 'long-path-443', does: 'connects to 443', start: deep(talking(443)), waits: {tcp: 443}},
  {id: 'long-path-odd', does: 'listens on an odd port', start: deep(waiting(odd))},
];

export const places: readonly Variant[] = [
  ...writable.map(each => ({kind: 17, signs, ...each})),
  ...replaced.map(each => ({kind: 18, signs, ...each})),
  ...hidden.map(each => ({kind: 19, signs: [...signs, 'owner-packaged'], ...each})),
  ...unnamed.map(each => ({kind: 20, signs, wrong: /refused by this system/, ...each})),
];
