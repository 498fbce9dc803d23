import assert from 'node:assert/strict';
import {createHash} from 'node:crypto';
import {test} from 'node:test';
import {entriesIn} from '../../../source/system/packages/apk.ts';
import {diversionsIn, ownersIn} from '../../../source/system/packages/dpkg.ts';
import type {Answer, Ask} from '../../../source/system/packages/package-database.ts';
import {digestsIn} from '../../../source/system/packages/pacman.ts';
import {filesIn, rpm} from '../../../source/system/packages/rpm.ts';

const sha1 = createHash('sha1').update('content');
const sha256 = 'bfdeaeb08cffb6a36438bcd12dda25417e3cdd36f1e7e482a2849d539225288b';

const installed = `C:Q1CpjMpFo3UY/Tn4CshBpA+PXMf04=
P:hello
V:1.2-r3
F:usr
F:usr/sbin
R:hello-d
a:0:0:755
Z:Q1${sha1.copy().digest('base64')}
R:new-d
Z:Q2${Buffer.from(sha256, 'hex').toString('base64')}
R:odd-d
Z:X9AAAA

P:other
F:
R:at-root
F:usr/bin
R:hello-d
`;

test("apk's list: packages, directories, files and their checksums", async () => {
  const wanted = new Set([
    '/usr/sbin/hello-d',
    '/usr/sbin/new-d',
    '/usr/sbin/odd-d',
    '/at-root',
    '/usr/bin/hello-d',
    '/no',
  ]);
  assert.deepEqual(
    [...((await entriesIn(installed, wanted)) ?? [])],
    [
      ['/usr/sbin/hello-d', {name: 'hello', digest: {algorithm: 'sha1', hex: sha1.digest('hex')}}],
      ['/usr/sbin/new-d', {name: 'hello', digest: {algorithm: 'sha256', hex: sha256}}],
      ['/usr/sbin/odd-d', {name: 'hello', digest: null}],
      ['/at-root', {name: 'other', digest: null}],
      ['/usr/bin/hello-d', {name: 'other', digest: null}],
    ],
  );
});

test('a text without any package is no list of apk, rather than one in which a file is missing', async () => {
  for (const text of ['', 'garbage\n', '\n\n']) assert.equal(await entriesIn(text, new Set(['/bin/x'])), null);
});

test("pacman's mtree: checksums of files, with blanks in octal", () => {
  const mtree = `#mtree
/set type=file uid=0 gid=0 mode=755
./.PKGINFO time=1.0 mode=644 size=151 md5digest=bd8e36087d57771d9543b2a25222f8fa sha256digest=${sha256}
./usr time=1.0 type=dir
./usr/bin/hello-d time=1.0 size=35664 md5digest=7a52c94ace40d9c052cf40f3541637c3 sha256digest=${sha256}
./usr/bin/with\\040blank time=1.0 size=1 sha256digest=${sha256}
./usr/bin/link time=1.0 mode=777 type=link link=hello-d
`;
  assert.deepEqual(
    digestsIn(mtree).map(([path]) => path),
    ['/.PKGINFO', '/usr/bin/hello-d', '/usr/bin/with blank'],
  );
});

test("dpkg's owners and diversions", () => {
  const output = 'diversion by dash from: /bin/sh\nlibc6:amd64, libc6:i386: /lib/x\ncoreutils: /usr/bin/sort\n';
  assert.deepEqual(ownersIn(output), [
    ['/lib/x', ['libc6:amd64', 'libc6:i386']],
    ['/usr/bin/sort', ['coreutils']],
  ]);
  const {takers, originals} = diversionsIn('/bin/sh\n/bin/sh.distrib\ndash\n/usr/bin/sort\n/usr/bin/sort.real\n:\n');
  assert.deepEqual(
    [...takers],
    [
      ['/bin/sh', 'dash'],
      ['/usr/bin/sort', ':'],
    ],
  );
  assert.deepEqual(
    [...originals],
    [
      ['/bin/sh.distrib', '/bin/sh'],
      ['/usr/bin/sort.real', '/usr/bin/sort'],
    ],
  );
});

test("rpm's files: settings, ghosts and links have no checksum that counts", () => {
  const lines = [
    `a\t8\t${sha256}\t\t/bin/a`,
    `a\t8\t${sha256}\tc\t/etc/a`,
    `a\t8\t${sha256}\tg\t/run/a`,
    'a\t8\t\t\t/bin/l',
  ];
  const old = 'old\t(none)\td41d8cd98f00b204e9800998ecf8427e\t\t/bin/old';
  const newer = `new\t99\t${sha256}\t\t/bin/new`;
  assert.deepEqual(
    filesIn([...lines, old, newer, 'package x is not installed', ''].join('\n')).map(([path, {digest}]) => [
      path,
      digest?.algorithm,
    ]),
    [
      ['/bin/a', 'sha256'],
      ['/etc/a', undefined],
      ['/run/a', undefined],
      ['/bin/l', undefined],
      ['/bin/old', 'md5'],
      ['/bin/new', undefined],
    ],
  );
});

const notOwned = 'file /bin/x is not owned by any package\n';

for (const [name, stderr, isAnswer] of [
  ['answers', '', true],
  ['lacks the file', 'error: file /bin/x: No such file or directory\n', true],
  ['cannot read its database', 'error: cannot open Packages database in /var/lib/rpm\n', false],
  ['finds it damaged', 'error: sqlite failure: file is not a database\n', false],
] as const) {
  test(`rpm that ${name} ${isAnswer ? 'says that no package has a file' : 'says nothing of a file'}`, async () => {
    const ask: Ask = async (): Promise<Answer> => ({stdout: notOwned, stderr});
    const entries = await rpm.find([['/bin/x']], ask);
    assert.deepEqual(entries, isAnswer ? {found: new Map(), isWhole: true} : null);
  });
}

test('rpm is asked for packages, and then for the files of each package once', async () => {
  const asked: string[] = [];
  const ask: Ask = async (_tool, parameters) => {
    asked.push(parameters.slice(3).join(' '));
    return parameters.includes('-f')
      ? {stdout: `hello-d-1.2-3.noarch\nhello-d-1.2-3.noarch\n${notOwned}`, stderr: ''}
      : {stdout: `hello-d\t8\t${sha256}\t\t/usr/sbin/hello-d\nhello-d\t8\t\t\t/usr/share/x\n`, stderr: ''};
  };
  const entries = await rpm.find([['/sbin/hello-d', '/usr/sbin/hello-d'], ['/usr/share/x'], ['/bin/x']], ask);
  assert.deepEqual([...(entries?.found.keys() ?? [])], ['/sbin/hello-d', '/usr/share/x']);
  assert.deepEqual(asked, ['-f /sbin/hello-d /usr/sbin/hello-d /usr/share/x /bin/x', 'hello-d-1.2-3.noarch']);
});
