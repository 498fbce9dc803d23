import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {PackageManager} from '../../../source/domain/inspection.ts';
import type {UntouchedWhy} from '../../../source/domain/known.ts';
import {type Files, realFiles} from '../../../source/linux/proc-files.ts';
import {UntouchedError} from '../../../source/linux/untouched.ts';
import {
  createFindPackages,
  createLookUpPackages,
  type FindPackages,
} from '../../../source/system/packages/find-packages.ts';
import type {Entries, PackageDatabase} from '../../../source/system/packages/package-database.ts';
import type {RunTool} from '../../../source/system/run-tool.ts';

const signal = new AbortController().signal;

type Host = {
  /** Files that are there, by path: their time of change. */
  readonly there: Map<string, bigint>;
  readonly untouched?: Readonly<Record<string, UntouchedWhy>>;
  readonly uid?: number;
};

function files({there, untouched = {}, uid = 0}: Host): Files {
  const stat: Files['stat'] = path => {
    const why = untouched[String(path)];
    if (why) throw new UntouchedError(why);
    const modifiedAt = there.get(String(path));
    if (modifiedAt === undefined) throw Object.assign(new Error('no such file'), {code: 'ENOENT'});
    return {id: String(path), links: 1, mode: 0o100755, uid, size: 1, modifiedAt, changedAt: 0n};
  };
  return {...realFiles, stat, lstat: stat};
}

/** A package manager that has some files, or cannot be asked (null). Counts what it was asked. */
function database(manager: PackageManager, has: readonly string[] | null, isWhole = true) {
  const asked: string[] = [];
  const find: PackageDatabase['find'] = async wanted => {
    asked.push(...wanted.map(([path]) => path));
    if (has === null) return null;
    const found = new Map(
      wanted.flatMap(([path]) => (has.includes(path) ? [[path, {name: 'p', digest: null}] as const] : [])),
    );
    return {found, isWhole} satisfies Entries;
  };
  return {manager, files: [`/db/${manager}`], find, asked};
}

const present = (...managers: readonly PackageManager[]): Map<string, bigint> =>
  new Map([...managers.map(manager => [`/db/${manager}`, 1n] as const), ['/opt/x', 1n]]);

const run: RunTool = async () => ({kind: 'missing'});
const finder = (databases: readonly PackageDatabase[], host: Host): FindPackages =>
  createFindPackages(run, createLookUpPackages(run, databases, files(host)));

async function ask(databases: readonly PackageDatabase[], host: Host, path = '/opt/x'): Promise<string> {
  const find = finder(databases, host);
  const found = (await find([path], signal)).get(path);
  if (!found?.known) return found?.why ?? 'absent';
  return found.value === null ? 'none' : `${found.value.name} of ${found.value.manager}`;
}

for (const [name, databases, host, expected] of [
  ['one that has it', [database('rpm', ['/opt/x'])], {there: present('rpm')}, 'p of rpm'],
  ['one that lacks it', [database('rpm', [])], {there: present('rpm')}, 'none'],
  ['one that cannot be asked', [database('rpm', null)], {there: present('rpm')}, 'database-unread'],
  ['one that could not read every list', [database('dpkg', [], false)], {there: present('dpkg')}, 'database-unread'],
  ['none', [database('rpm', ['/opt/x'])], {there: present()}, 'not-collected'],
  [
    'two, of which the second has it',
    [database('dpkg', []), database('rpm', ['/opt/x'])],
    {there: present('dpkg', 'rpm')},
    'p of rpm',
  ],
  [
    'two, of which one cannot be asked',
    [database('dpkg', []), database('rpm', null)],
    {there: present('dpkg', 'rpm')},
    'database-unread',
  ],
  [
    'one that has it beside one that cannot be asked',
    [database('dpkg', ['/opt/x']), database('rpm', null)],
    {there: present('dpkg', 'rpm')},
    'p of dpkg',
  ],
  [
    'one that lacks it beside one that is not in use',
    [database('dpkg', []), database('rpm', null)],
    {there: present('dpkg')},
    'none',
  ],
] satisfies readonly (readonly [string, readonly PackageDatabase[], Host, string])[]) {
  test(`a host with ${name}: ${expected}`, async () => assert.equal(await ask(databases, host), expected));
}

test('of a file that was not touched no tool is asked', async () => {
  const rpm = database('rpm', ['/opt/x']);
  const host = {there: present('rpm'), untouched: {'/opt/x': 'on-network'} as const};
  assert.equal(await ask([rpm], host), 'on-network');
  assert.deepEqual(rpm.asked, []);
});

test('an answer is kept until a package comes or goes', async () => {
  const rpm = database('rpm', []);
  const there = present('rpm');
  const find = finder([rpm], {there});
  await find(['/opt/x'], signal);
  await find(['/opt/x'], signal);
  assert.equal(rpm.asked.length, 1);
  there.set('/db/rpm', 2n);
  await find(['/opt/x'], signal);
  assert.equal(rpm.asked.length, 2);
});

const hash = '0123456789abcdfghijklmnpqrsvwxyz';
const commit = 'a'.repeat(64);

for (const [path, signs, expected] of [
  [`/nix/store/${hash}-openssh-9.8/bin/sshd`, ['/nix/var/nix/db/db.sqlite'], 'openssh-9.8 of nix'],
  [`/gnu/store/${hash}-openssh-9.8/bin/sshd`, ['/var/guix/db/db.sqlite'], 'openssh-9.8 of guix'],
  ['/snap/lxd/24918/bin/lxd', ['/var/lib/snapd/snaps/lxd_24918.snap'], 'lxd of snap'],
  ['/var/lib/snapd/snap/lxd/x1/bin/lxd', ['/var/lib/snapd/snaps/lxd_x1.snap'], 'lxd of snap'],
  [
    `/var/lib/flatpak/app/org.a.B/x86_64/stable/${commit}/files/bin/b`,
    [`/var/lib/flatpak/app/org.a.B/x86_64/stable/${commit}/deploy`],
    'org.a.B of flatpak',
  ],
] as const) {
  test(`${path} is of the store that it lies in, where the signs of that store are there and root's`, async () => {
    const there = (all: readonly string[]): Map<string, bigint> =>
      new Map([...present('dpkg'), ...all.map(each => [each, 1n] as const)]);
    assert.equal(await ask([database('dpkg', [])], {there: there([path, ...signs])}, path), expected);
    assert.equal(await ask([database('dpkg', [])], {there: there([path])}, path), 'none');
    assert.equal(await ask([database('dpkg', [])], {there: there([path, ...signs]), uid: 1000}, path), 'none');
  });
}

for (const path of [
  `/nix/store/${hash}/bin/sshd`,
  '/nix/store/short-x/bin/x',
  '/snap/bin/x',
  '/snap/lxd/current/bin/lxd',
]) {
  test(`${path} is no path of a store`, async () => {
    const there = new Map([...present('dpkg'), [path, 1n] as const, ['/nix/var/nix/db/db.sqlite', 1n] as const]);
    assert.equal(await ask([database('dpkg', [])], {there}, path), 'none');
  });
}
