import {connects, copied, lines, listens, netcat, node, python, stays, waiting, written} from '../stage/scripts.ts';
import type {Variant} from '../stage/variant.ts';

type Given = Pick<Variant, 'id' | 'does' | 'start'> & Partial<Variant>;

const holds = lines(connects('tcp', 443), stays);
const perl = `use IO::Socket::INET; $s = IO::Socket::INET->new("$THERE:443"); <$s>;`;
const library = '/usr/lib/x86_64-linux-gnu/libutil.so.1';

/** 10: the command line names the code in a way that leads past the place where the code lies. */
const namedOtherwise: readonly Given[] = [
  {
    id: 'module-of-tmp-443',
    does: 'python3 -m, a module of the working directory in /tmp',
    start: `${written('/tmp/$ID/implant.py', holds)}
cd /tmp/$ID
exec /usr/bin/python3 -m implant`,
  },
  {
    id: 'directory-of-tmp-443',
    does: 'python3 ., in a directory of /tmp',
    start: `${written('/tmp/$ID/__main__.py', holds)}
cd /tmp/$ID
exec /usr/bin/python3 .`,
  },
  {
    id: 'link-to-tmp-443',
    does: 'a link in /usr/local/bin to a script in /tmp',
    start: `${written('/tmp/$ID.py', holds)}
ln -s /tmp/$ID.py /usr/local/bin/$ID
exec /usr/bin/python3 /usr/local/bin/$ID`,
  },
  {
    id: 'directory-changed-443',
    does: 'a script by a relative name, which changes its directory',
    start: `cd /tmp
${written('./$ID.py', lines('import os', 'os.chdir("/")', holds))}
exec /usr/bin/python3 $ID.py`,
  },
  {
    id: 'pipe-of-bash-443',
    does: 'python3 <(…)',
    start: `exec bash -c 'exec /usr/bin/python3 <(cat <<END
${holds}
END
)'`,
  },
  {
    id: 'descriptor-of-deleted-script-443',
    does: 'python3 /proc/self/fd/9, a script that was deleted',
    start: `${written('/opt/$ID.py', holds)}
exec 9< /opt/$ID.py
rm /opt/$ID.py
exec /usr/bin/python3 /proc/self/fd/9`,
  },
  {
    id: 'perl-library-443',
    does: 'perl -I of /tmp, with a script that does nothing',
    start: `${written('/tmp/$ID/Implant.pm', `package Implant; ${perl} 1;`)}
${written('/opt/$ID.pl', '1;')}
exec perl -I/tmp/$ID -MImplant /opt/$ID.pl`,
  },
  {
    id: 'node-require-443',
    does: 'node -r of /tmp, with a script that does nothing',
    start: `${written('/tmp/$ID.js', 'require("net").connect(443, "$THERE")')}
${written('/opt/$ID.js', '1')}
exec ${node} -r /tmp/$ID.js /opt/$ID.js`,
  },
];

const updated = '/usr/local/bin/$ID';

/** 10: an interpreter under another name. */
const renamed: readonly Given[] = [
  {
    id: 'renamed-python-443',
    does: 'a copy of Python runs a script of /tmp',
    start: `${copied('$(readlink -f /usr/bin/python3)', updated)}
${written('/tmp/$ID.py', holds)}
exec ${updated} /tmp/$ID.py`,
  },
  {
    id: 'renamed-python-command-line-443',
    does: 'a copy of Python, with code on the command line',
    start: `${copied('$(readlink -f /usr/bin/python3)', updated)}\n${python(holds, `exec ${updated}`)}`,
  },
  {
    id: 'renamed-perl-443',
    does: 'a copy of Perl with something appended',
    start: `${copied('/usr/bin/perl', updated)}
echo x >> ${updated}
exec ${updated} -e '${perl}'`,
  },
  {
    id: 'renamed-netcat-443',
    does: 'a copy of netcat',
    start: `${copied('/usr/bin/nc.openbsd', updated)}
exec ${updated} -d $THERE 443`,
  },
];

/** 17: the directory of /tmp is mounted elsewhere. */
const mounted: Given = {
  id: 'place-mounted',
  does: 'a directory of /tmp mounted under /usr/local',
  start: `${copied(netcat, '/tmp/$ID/x')}
mkdir -p /usr/local/$ID
mount --bind /tmp/$ID /usr/local/$ID
exec /usr/local/$ID/x ${waiting(7171)}`,
};

const sshd = '/usr/sbin/sshd -D -h /srv/$ID.key -o ListenAddress=$HERE:22 -o PidFile=none';
const key = 'ssh-keygen -q -t ed25519 -N "" -f /srv/$ID.key';
const needsSshd = ['sshd', 'ssh-keygen'];

/** 28: other ways to bring code into a program. */
const injected: readonly Given[] = [
  {
    id: 'audit-sshd',
    does: 'sshd on 22 with LD_AUDIT of /tmp',
    start: `${key}
echo 'unsigned int la_version(unsigned int v) { return v; }' > /srv/$ID.c
gcc -shared -fPIC -o /tmp/$ID.so /srv/$ID.c
LD_AUDIT=/tmp/$ID.so exec ${sshd}`,
    needs: needsSshd,
  },
  {
    id: 'preload-deleted-local-sshd',
    does: 'sshd on 22 with a deleted library of /usr/local/lib',
    start: `${key}
${copied(library, '/usr/local/lib/$ID.so')}
LD_PRELOAD=/usr/local/lib/$ID.so ${sshd} &
while ! grep -q $ID.so /proc/$!/maps; do sleep 0.02; done
rm /usr/local/lib/$ID.so
echo ready
wait`,
    printsReady: true,
    rows: 1,
    needs: [...needsSshd, library],
  },
  {
    id: 'memory-library',
    does: 'Python with a library in a memfd listens',
    start: python(
      lines(
        'import ctypes, os',
        'memory = os.memfd_create("x")',
        `os.write(memory, open("${library}", "rb").read())`,
        'ctypes.CDLL("/proc/self/fd/" + str(memory))',
        listens('tcp', 7280),
        stays,
      ),
    ),
    needs: [library],
  },
  {
    id: 'preload-curl-443',
    does: 'curl to 443 with a library of /tmp',
    start: `${copied(library, '/tmp/$ID.so')}\nLD_PRELOAD=/tmp/$ID.so exec curl -sk https://$THERE/`,
    needs: ['curl', library],
    waits: {tcp: 443},
  },
];

export const loadedCode: readonly Variant[] = [
  ...[...namedOtherwise, ...renamed].map(each => ({
    kind: 10,
    signs: ['owner-script', 'owner-path', 'owner-program'],
    waits: {tcp: 443},
    ...each,
  })),
  {kind: 17, signs: ['owner-path', 'owner-intact', 'owner-program'], ...mounted},
  ...injected.map(each => ({kind: 28, signs: ['owner-injected', 'owner-path'], ...each})),
];
