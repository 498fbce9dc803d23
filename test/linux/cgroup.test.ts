import assert from 'node:assert/strict';
import {test} from 'node:test';
import {cgroupPaths, containerOf, unitOf, userOf} from '../../source/linux/cgroup.ts';

const id = '0123456789abcdef'.repeat(4);
const short = '0123456789ab';
const unit = (path: string): string | null => unitOf(cgroupPaths(`0::${path}\n`));
const container = (path: string): string | null => {
  const found = containerOf(cgroupPaths(`0::${path}\n`));
  return found && `${found.runtime} ${found.id}`;
};

test('the unified hierarchy comes first, then the one of systemd, each path once', () => {
  const text =
    '12:pids:/a\n4:memory:/b\n1:name=systemd:/system.slice/ssh.service\n0::/system.slice/x.service\n3:cpu,cpuacct:/a\n';
  assert.deepEqual(cgroupPaths(text), ['/system.slice/x.service', '/system.slice/ssh.service', '/a', '/b']);
});

test('a colon or a deleted mark in a path stays what it is', () => {
  assert.deepEqual(cgroupPaths('0::/a:b.service (deleted)\nrubbish\n'), ['/a:b.service']);
});

test('services, sessions and units of a user are named by their innermost unit', () => {
  assert.equal(unit('/system.slice/ssh.service'), 'ssh.service');
  assert.equal(unit('/system.slice/system-getty.slice/getty@tty1.service'), 'getty@tty1.service');
  assert.equal(unit('/user.slice/user-1000.slice/session-3.scope'), 'session-3.scope');
  assert.equal(
    unit('/user.slice/user-1000.slice/user@1000.service/app.slice/app-firefox-12.scope'),
    'app-firefox-12.scope',
  );
  assert.equal(unit('/system.slice/foo.service/payload'), 'foo.service');
  assert.equal(unit('/init.scope'), 'init.scope');
});

test('the groups of a user differ from those of the system and of root', () => {
  const user = (path: string): number | null => userOf(cgroupPaths(`0::${path}\n`));
  assert.equal(user('/user.slice/user-1000.slice/user@1000.service/app.slice/nginx.service'), 1000);
  assert.equal(user('/../../user.slice/user-1000.slice/session-3.scope'), 1000);
  for (const path of ['/', '/user.slice', '/user.slice/user-0.slice/session-1.scope', '/system.slice/ssh.service'])
    assert.equal(user(path), null, path);
  assert.equal(userOf(cgroupPaths('3:cpu:/user.slice/user-7.slice\n1:name=systemd:/system.slice/a.service\n')), 7);
});

test('a slice or a bare path is no unit', () => {
  assert.equal(unit('/'), null);
  assert.equal(unit('/system.slice'), null);
  assert.equal(unit('/.service'), null);
});

test('on version 1 the unit is found in the hierarchy of systemd', () => {
  assert.equal(unitOf(cgroupPaths('5:devices:/\n1:name=systemd:/system.slice/cron.service\n0::/\n')), 'cron.service');
});

test('each runtime names its containers in its own way', () => {
  const cases: readonly [path: string, expected: string][] = [
    [`/system.slice/docker-${id}.scope`, `docker ${short}`],
    [`/docker/${id}`, `docker ${short}`],
    [`/docker/${id}/system.slice/nginx.service`, `docker ${short}`],
    [`/machine.slice/libpod-${id}.scope/container`, `podman ${short}`],
    [`/user.slice/user-1000.slice/user@1000.service/user.slice/libpod-${id}.scope`, `podman ${short}`],
    [`/machine.slice/libpod-conmon-${id}.scope`, `podman ${short}`],
    [`/libpod_parent/libpod-${id}`, `podman ${short}`],
    [`/system.slice/cri-containerd-${id}.scope`, `containerd ${short}`],
    [`/system.slice/nerdctl-${id}.scope`, `containerd ${short}`],
    [`/k8s.io/${id}`, `containerd ${short}`],
    [`/system.slice/crio-${id}.scope`, `cri-o ${short}`],
    [`/kubepods/besteffort/pod8d1c/${id}`, `kubernetes ${short}`],
    [`/kubepods.slice/kubepods-pod8d1c.slice/cri-containerd-${id}.scope`, `kubernetes ${short}`],
    [
      `/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod8d1c.slice/docker-${id}.scope`,
      `kubernetes ${short}`,
    ],
    ['/lxc/web', 'lxc web'],
    ['/lxc.payload.web/system.slice/ssh.service', 'lxc web'],
    ['/lxc.payload/web', 'lxc web'],
    ['/machine.slice/machine-debian.scope', 'machine debian'],
    ['/machine.slice/systemd-nspawn@debian.service/payload', 'machine debian'],
  ];
  for (const [path, expected] of cases) assert.equal(container(path), expected, path);
});

test('the daemons of a runtime, and look-alikes, are no containers', () => {
  for (const path of [
    '/system.slice/docker.service',
    '/system.slice/docker-0123.scope',
    '/system.slice/containerd.service',
    '/system.slice/lxcfs.service',
    '/user.slice/user-1000.slice/session-3.scope',
    '/machine.slice',
    `/system.slice/my${id}.service`,
  ]) {
    assert.equal(container(path), null, path);
  }
});

test('on version 1 a container is found in any hierarchy', () => {
  assert.deepEqual(containerOf(cgroupPaths(`4:memory:/docker/${id}\n0::/\n`)), {
    runtime: 'docker',
    id: short,
    name: null,
    image: null,
  });
});

test('names from a path are cleaned', () => {
  assert.equal(unit('/system.slice/a\x1b[2J.service'), 'a\\x1b[2J.service');
});

test('a group may have any bytes as its name: they are shown, and none reaches a terminal', () => {
  const bytes = (path: string): readonly string[] => cgroupPaths(Buffer.from(`0::${path}\n`).toString('latin1'));
  const hostile = `${'\x1b'}]0;owned\x07\u202e東京`;
  const shown = '\\x1b]0;owned\\x07\\u{202e}東京';
  assert.equal(unitOf(bytes(`/system.slice/${hostile}.service`)), `${shown}.service`);
  assert.deepEqual(containerOf(bytes(`/lxc.payload.${hostile}/init`)), {
    runtime: 'lxc',
    id: shown,
    name: null,
    image: null,
  });
  assert.equal(
    unitOf(cgroupPaths('0::/system.slice/a\rb.slice/c\r.service\n')),
    'c\\x0d.service',
    'a line ends with a newline alone',
  );
  assert.equal(unitOf(cgroupPaths('0::/system.slice/a\xff\xe6\x9d\xb1.service\n')), 'a\\xff東.service');
});

test('a name counts in a group that the system itself made alone', () => {
  for (const path of [
    '/evil/ssh.service',
    '/ssh.service',
    '/evil/system.slice/ssh.service',
    '/../../evil/ssh.service',
    '/user.slice/ssh.service',
    '/user.slice/user-x.slice/ssh.service',
  ])
    assert.equal(unit(path), null, path);
  for (const path of [
    `/evil/docker/${id}`,
    `/docker-${id}.scope`,
    `/evil/docker-${id}.scope`,
    `/evil/kubepods/besteffort/pod1/${id}`,
    `/libpod-${id}`,
    '/evil/lxc/web',
    '/evil/lxc.payload.web/init.scope',
    '/evil/machine.slice/machine-debian.scope',
    `/../evil/docker-${id}.scope`,
  ])
    assert.equal(container(path), null, path);
});

test('seen from a cgroup namespace of our own, the groups beside ours are known by their names', () => {
  assert.equal(unit('/../foo.service'), 'foo.service');
  assert.equal(unit('/../../system.slice/foo.service/inner'), 'foo.service');
  assert.equal(unit('/../../init.scope'), 'init.scope');
  assert.equal(container(`/../docker-${id}.scope`), `docker ${short}`);
  assert.equal(container(`/../../system.slice/docker-${id}.scope`), `docker ${short}`);
  assert.equal(container(`/../../docker/${id}`), `docker ${short}`);
  assert.equal(container('/../../lxc.payload.web/init.scope'), 'lxc web');
});

test('of nested containers the inner one counts, and of a container its own units before itself', () => {
  const other = 'fedcba9876543210'.repeat(4);
  assert.equal(container(`/docker/${other}/docker/${id}`), `docker ${short}`);
  assert.equal(container(`/docker/${other}/kubelet/kubepods/besteffort/pod8d1c/${id}`), `kubernetes ${short}`);
  assert.equal(
    container(
      `/docker/${other}/kubelet.slice/kubelet-kubepods.slice/kubelet-kubepods-pod1.slice/cri-containerd-${id}.scope`,
    ),
    `kubernetes ${short}`,
  );
  assert.equal(container('/user.slice/user-1000.slice/session-1.scope/lxc.payload.web'), 'lxc web');
  assert.equal(unit(`/docker/${id}/system.slice/nginx.service`), 'nginx.service');
  assert.equal(unit('/machine.slice/systemd-nspawn@debian.service/payload/system.slice/ssh.service'), 'ssh.service');
  assert.equal(unit('/machine.slice/systemd-nspawn@debian.service/payload'), 'systemd-nspawn@debian.service');
  assert.equal(unit(`/machine.slice/libpod-${id}.scope/container/init.scope`), 'init.scope');
  assert.equal(unit(`/system.slice/docker-${id}.scope`), `docker-${id}.scope`);
});
