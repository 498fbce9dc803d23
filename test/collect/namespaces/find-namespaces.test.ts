import assert from 'node:assert/strict';
import {mkdirSync, readFileSync, rmSync, symlinkSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {type TestContext, test} from 'node:test';
import {createFindNamespaces} from '../../../source/collect/namespaces/find-namespaces.ts';
import {type Clean, trusted} from '../../../source/domain/text.ts';
import {realFiles} from '../../../source/linux/proc-files.ts';
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

const finder = (root: string, nameByProcess: (pid: number) => Clean | null = () => null, now = () => 0) => {
  const stat = (path: string | Buffer) => {
    if (path === covered) throw Object.assign(new Error('no such file'), {code: 'ENOENT'});
    const text = readFileSync(join(root, 'self/mountinfo'), 'latin1');
    const inode = text
      .split('\n')
      .find(line => line.includes(` ${String(path).replace('\x1b', '\\033')} `))
      ?.match(/net:\[(\d+)\]/)?.[1];
    return {...realFiles.stat(root), id: `4:${inode ?? ''}`};
  };
  return createFindNamespaces({files: {...realFiles, stat}, proc: root, nameByProcess, now});
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
    found.map(({netns, paths, pids}) => [netns.inode, netns.name, paths, pids]),
    [
      [6, 'web', ['/run/netns/web'], []],
      [8, 'net:[8]', ['/run/docker/netns/0ab', `${root}/50/ns/net`], [50]],
      [7, 'net:[7]', [`${root}/9/ns/net`, `${root}/20/ns/net`], [9, 20]],
    ],
  );
});

test('a mounted name comes before the name by a process, and that before the inode', async t => {
  const {root, mount} = openProc(t, {9: 7, 11: 6, 12: 5});
  mount(nsfs(6, '/run/netns/two-words\\033[1m'));
  const names = (await finder(root, pid => (pid === 12 ? null : trusted(`of ${pid}`)))()).map(({netns}) => netns.name);
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
  assert.deepEqual([second?.netns === first?.netns, second?.pids], [true, [10]]);
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
  const find = finder(
    root,
    () => null,
    () => now++,
  );
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

test('without /proc there is none', async () => {
  assert.deepEqual(await finder('/nonexistent')(), []);
});
