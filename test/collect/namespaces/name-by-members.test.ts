import assert from 'node:assert/strict';
import {test} from 'node:test';
import {createNameByMembers} from '../../../source/collect/namespaces/name-by-members.ts';
import {realFiles} from '../../../source/linux/proc-files.ts';

const id = '0123456789abcdef'.repeat(4);

/** The name by processes in these control groups, of which null cannot be read. */
function nameIn(...groups: readonly (string | null)[]): string | null {
  const records = JSON.stringify([{id, names: ['web']}]);
  const absent = (): never => {
    throw Object.assign(new Error('no such file'), {code: 'ENOENT'});
  };
  const files = {
    ...realFiles,
    list: (path: string) => (path === '/var/lib/containers/storage' ? ['overlay-containers'] : absent()),
    read: (path: string) => {
      if (path.endsWith('/containers.json')) return Buffer.from(records);
      const group = groups[Number(/^\/proc\/(\d+)\/cgroup$/.exec(path)?.[1] ?? -1)];
      return group ? Buffer.from(`0::${group}\n`) : absent();
    },
  };
  return createNameByMembers(files, '/proc')(groups.map((_, index) => `${index}`));
}

test('a namespace is named by the container of a process in it, else by its unit', () => {
  assert.equal(nameIn(`/machine.slice/libpod-${id}.scope/container`), 'web');
  assert.equal(nameIn(`/docker/${'1'.repeat(64)}`), '111111111111');
  assert.equal(nameIn('/system.slice/nginx.service'), 'nginx.service');
});

test('a unit that holds anything gives no name, nor does a group that cannot be read', () => {
  for (const group of ['/user.slice/user-1000.slice/session-3.scope', '/init.scope', '/', null])
    assert.equal(nameIn(group), null, `${group}`);
  assert.equal(nameIn('/user.slice/user-1000.slice/user@1000.service'), null);
});

test('a name that a user chose carries the user', () => {
  const own = '/user.slice/user-1000.slice/user@1000.service/app.slice';
  assert.equal(nameIn(`${own}/nginx.service`), 'nginx.service of uid 1000');
  assert.equal(nameIn(`${own}/libpod-${id}.scope`), `${id.slice(0, 12)} of uid 1000`);
});

test('any container comes before any unit', () => {
  const [unit, container] = ['/system.slice/containerd.service', `/docker/${'1'.repeat(64)}`];
  assert.equal(nameIn(null, '/', unit, container), '111111111111');
  assert.equal(nameIn(null, '/', unit), 'containerd.service');
});
