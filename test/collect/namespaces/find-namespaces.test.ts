import assert from 'node:assert/strict';
import {mkdirSync, readFileSync, rmSync, symlinkSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {type TestContext, test} from 'node:test';
import {createFindNamespaces, type FindOptions} from '../../../source/collect/namespaces/find-namespaces.ts';
import {type Clean, trusted} from '../../../source/domain/text.ts';
import {type Files, realFiles} from '../../../source/linux/proc-files.ts';
import {createFakeProc} from '../owners/fake-proc.ts';

const own = 4026531840;

/** A procfs whose processes are in these namespaces, by pid; its own is the first one of a host. */
function openProc(t: TestContext, processes: Readonly<Record<string, number | null>>) {
  const {root, write} = createFakeProc(t);
  const set = (pid: string, inode: number | null): void => {
    const link = join(root, pid, 'ns/net');
    mkdirSync(dirname(link), {recursive: true});
    rmSync(link, {force: true});
    if (inode !== null) symlinkSync(`net:[${inode}]`, link);
  };
  set('self', own);
  for (const [pid, inode] of Object.entries(processes)) set(pid, inode);
  const mount = (...lines: readonly string[]): void =>
    write('self/mountinfo', ['1 0 8:1 / / rw - ext4 /dev/sda1 rw', ...lines, ''].join('\n'));
  return {root, set, mount, remove: (pid: string) => rmSync(join(root, pid), {recursive: true})};
}

const nsfs = (inode: number, point: string): string => `9 1 0:4 net:[${inode}] ${point} rw shared:3 - nsfs nsfs rw`;

/** Where a mount is covered by another one, there is no file of nsfs. */
const covered = '/run/covered';

/** The names in /run/netns that are symbolic links, and the paths that they lead to. */
type Links = Readonly<Record<string, string>>;

const finder = (
  root: string,
  nameByMembers: (members: readonly string[]) => Clean | null = () => null,
  {now = () => 0, links = {}}: {readonly now?: () => number; readonly links?: Links} = {},
  heldNamespaces: FindOptions['heldNamespaces'] = () => new Map(),
) => {
  const linked = (path: string | Buffer): string | undefined => links[path.toString().replace('/run/netns/', '')];
  const stat = (path: string | Buffer) => {
    if (path.toString() === covered) throw Object.assign(new Error('no such file'), {code: 'ENOENT'});
    const text = readFileSync(join(root, 'self/mountinfo'), 'latin1');
    const inode =
      linked(path)?.match(/docker\/netns\/(\d+)$/)?.[1] ??
      text
        .split('\n')
        .find(line => line.includes(` ${String(path).replace('\x1b', '\\033')} `))
        ?.match(/net:\[(\d+)\]/)?.[1];
    return {...realFiles.stat(root), id: `4:${inode ?? ''}`};
  };
  const absent = Object.assign(new Error('no link'), {code: 'EINVAL'});
  const files: Files = {
    ...realFiles,
    stat,
    list: path => (path === '/run/netns' ? [...Object.keys(links), 'a-file'] : realFiles.list(path)),
    linkBytes: path => {
      const target = linked(path);
      if (target === undefined) throw absent;
      return Buffer.from(target);
    },
    link: path => realFiles.link(path.replace(/^\/proc\//, `${root}/`)),
  };
  return createFindNamespaces({files, proc: root, nameByMembers, now, heldNamespaces});
};

test('namespaces are found by their processes and by mounts of nsfs, our own left out', async t => {
  const {root, mount} = openProc(t, {1: own, 20: 7, 9: 7, 30: own, 40: null, 50: 8});
  mount(
    nsfs(own, '/run/docker/netns/default'),
    nsfs(6, '/run/netns/web'),
    nsfs(8, '/run/docker/netns/0ab'),
    nsfs(5, covered),
  );
  const found = await finder(root)();
  assert.deepEqual(
    found.map(({netns, paths, members}) => [netns.inode, netns.name, paths, members]),
    [
      [6, 'web', ['/run/netns/web'], []],
      [8, 'net:[8]', ['/run/docker/netns/0ab', `${root}/50/ns/net`], ['50']],
      [7, 'net:[7]', [`${root}/9/ns/net`, `${root}/20/ns/net`], ['9', '20']],
    ],
  );
});

test('a mounted name comes before the name by a process, and that before the inode', async t => {
  const {root, mount} = openProc(t, {9: 7, 11: 6, 12: 5});
  mount(nsfs(6, '/run/netns/two-words\\033[1m'));
  const names = (await finder(root, ([member]) => (member === '12' ? null : trusted(`of ${member}`)))()).map(
    ({netns}) => netns.name,
  );
  assert.deepEqual(names.toSorted(), ['net:[5]', 'of 9', 'two-words\\x1b[1m']);
});

test('a namespace that stays is the same object, and one that is gone is forgotten', async t => {
  const {root, mount, remove} = openProc(t, {9: 7, 10: 7});
  mount();
  const find = finder(root);
  const [first] = await find();
  assert.equal((await find())[0], first);
  remove('9');
  const [second] = await find();
  assert.deepEqual([second?.netns === first?.netns, second?.members], [true, ['10']]);
  mount(nsfs(7, '/run/netns/late'));
  assert.equal((await find())[0]?.netns.name, 'late');
  mount();
  remove('10');
  assert.deepEqual(await find(), []);
});

test('a new process is read at once, one that changes its namespace after a rest', async t => {
  const {root, mount, set} = openProc(t, {9: own});
  mount();
  let now = 0;
  // A clock that moves one step between the start and the end of each reading.
  const find = finder(root, () => null, {now: () => now++});
  assert.deepEqual(await find(), []);
  set('9', 7);
  set('12', 8);
  assert.deepEqual(
    (await find()).map(({netns}) => netns.inode),
    [8],
  );
  now = 1000;
  assert.deepEqual((await find()).map(({netns}) => netns.inode).toSorted(), [7, 8]);
});

test('a link in /run/netns names the namespace of a process, and no other file there does', async t => {
  const {root, mount} = openProc(t, {9: 7, 11: 5});
  mount();
  const links = {shop: '/proc/9/ns/net', away: '/var/run/docker/netns/6', stale: '/proc/8/ns/net', fd: '/proc/9/fd/5'};
  const find = finder(root, () => trusted('nginx.service'), {links});
  assert.deepEqual(
    (await find()).map(({netns, paths}) => [netns.name, paths]),
    [
      ['shop', ['/run/netns/shop', `${root}/9/ns/net`]],
      ['away', ['/run/netns/away']],
      ['nginx.service', [`${root}/11/ns/net`]],
    ],
  );
});

test('a name that an engine made up comes after the name of its container', async t => {
  const {root, mount} = openProc(t, {9: 7});
  const made = ['netns-fc90a03e-6bb6-f240-7c4b-686e83a10fc1', 'cni-fc90a03e-6bb6-f240-7c4b-686e83a10fc2'];
  mount(nsfs(7, `/run/netns/${made[0]}`), nsfs(8, `/run/netns/${made[1]}`), nsfs(6, '/run/netns/netns-1'));
  const found = await finder(root, members => (members.length === 0 ? null : trusted('shop')))();
  assert.deepEqual(
    found.map(({netns}) => netns.name),
    ['shop', made[1], 'netns-1'],
  );
});

test('a path of any bytes is asked for and entered by these bytes', async t => {
  const {root, mount} = openProc(t, {});
  mount(nsfs(6, '/run/netns/m\xfcnchen'));
  const asked: string[] = [];
  const stat = (path: string | Buffer) => {
    asked.push(Buffer.from(path).toString('latin1'));
    return {...realFiles.stat(root), id: '4:6'};
  };
  const find = createFindNamespaces({files: {...realFiles, stat}, proc: root, nameByMembers: () => null});
  const [found] = await find();
  assert.deepEqual([found?.netns.name, found?.paths], ['m\\xfcnchen', ['/run/netns/m\xfcnchen']]);
  assert.ok(asked.includes('/run/netns/m\xfcnchen'));
});

test('a file that another one covers later is no way into the namespace any more', async t => {
  const {root, mount} = openProc(t, {9: 7});
  mount(nsfs(7, '/run/netns/web'));
  const find = finder(root);
  assert.equal((await find())[0]?.paths.length, 2);
  mount(nsfs(7, '/run/covered'));
  assert.deepEqual((await find())[0]?.paths, [`${root}/9/ns/net`]);
});

test('a thread in another namespace than its process is found, as is a namespace that a descriptor holds', async t => {
  const {root, mount, set} = openProc(t, {9: own});
  mount();
  for (const [thread, inode] of [
    ['9', own],
    ['10', own],
    ['11', 7],
  ] as const)
    set(`9/task/${thread}`, inode);
  const find = finder(
    root,
    () => null,
    {},
    () =>
      new Map([
        [8, ['/proc/9/fd/5']],
        [own, ['/proc/9/fd/6']],
      ]),
  );
  assert.deepEqual(
    (await find()).map(({netns, paths, members}) => [netns.inode, paths, members]),
    [
      [7, [`${root}/9/task/11/ns/net`], ['9/task/11']],
      [8, ['/proc/9/fd/5'], []],
    ],
  );
});

test('no two namespaces have one name, and none the inode of another', async t => {
  const {root, mount, remove} = openProc(t, {11: 7, 12: 8});
  mount(nsfs(6, '/run/netns/net:[7]'));
  const find = finder(root, () => trusted('nginx.service'));
  const names = async () => (await find()).map(({netns}) => netns.name);
  assert.deepEqual(await names(), ['net:[7] net:[6]', 'nginx.service', 'nginx.service net:[8]']);
  remove('11');
  assert.deepEqual((await names()).at(-1), 'nginx.service net:[8]', 'a name stays');
});

test('a name by a process is asked for again after some seconds', async t => {
  const {root, mount} = openProc(t, {9: 7});
  mount();
  let now = 0;
  let name: Clean | null = null;
  const find = finder(root, () => name, {now: () => now});
  const first = (await find())[0]?.netns;
  name = trusted('web');
  assert.equal((await find())[0]?.netns, first);
  assert.equal(first?.name, 'net:[7]');
  now = 6000;
  assert.equal((await find())[0]?.netns.name, 'web');
});

test('without /proc there is none', async () => {
  assert.deepEqual(await finder('/nonexistent')(), []);
});
