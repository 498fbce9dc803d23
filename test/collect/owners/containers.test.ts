import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {suite, test} from 'node:test';
import {dataRootOf, parseDockerRecord, parsePodmanRecords} from '../../../source/collect/owners/container-records.ts';
import {createContainers} from '../../../source/collect/owners/containers.ts';
import type {Container} from '../../../source/domain/socket.ts';
import {trusted} from '../../../source/domain/text.ts';
import {type Files, realFiles} from '../../../source/linux/proc-files.ts';

const fixture = (name: string): string =>
  readFileSync(new URL(`../../fixtures/containers/${name}`, import.meta.url), 'utf8');
const dockerId = 'b2e6a403d8d56594824ccdd6e20bfbee16caca681021433cf5f1fae9f43c326f';
const podmanId = '8acba1d3297a31fe36dc97b64642be93388ffe43e1ad17b533e43fd080292e11';

/** A file system that holds just these texts. */
function holding(texts: Readonly<Record<string, string>>): Files {
  const absent = (path: string): never => {
    throw Object.assign(new Error(path), {code: 'ENOENT'});
  };
  return {
    ...realFiles,
    list: directory => {
      const below = Object.keys(texts).filter(path => path.startsWith(`${directory}/`));
      return below.length === 0
        ? absent(directory)
        : [...new Set(below.map(path => path.slice(directory.length + 1).split('/')[0] ?? ''))];
    },
    read: (path, limit) => Buffer.from(texts[path] ?? absent(path)).subarray(0, limit),
  };
}

const records = {
  [`/var/lib/docker/containers/${dockerId}/config.v2.json`]: fixture('docker-config.v2.json'),
  '/var/lib/containers/storage/vfs-containers/containers.json': fixture('podman-containers.json'),
};

const container = (runtime: Container['runtime'], id: string): Container => ({
  runtime,
  id: trusted(id),
  name: null,
  image: null,
});
const proxy = (address: string): string =>
  ['/usr/sbin/docker-proxy', '-proto', 'tcp', '-container-ip', address, '-container-port', '80', ''].join('\0');

const dockerGroup = [`/docker/${dockerId}`];

suite('the name of a container', () => {
  const {of, publishedBy} = createContainers(holding(records));

  test('is the one docker has on record', () => {
    assert.deepEqual(of(dockerGroup), {...container('docker', 'b2e6a403d8d5'), name: 'shop', image: 'local/web:1'});
  });

  test('is the one podman has on record', () => {
    const found = of([`/machine.slice/libpod-${podmanId}.scope`]);
    assert.deepEqual([found?.name, found?.image], ['mail', 'localhost/local/web:1']);
  });

  test('is not given to the groups of a user, who may give them any id', () => {
    const own = '/user.slice/user-1000.slice/user@1000.service/app.slice';
    assert.deepEqual(of([`${own}/docker-${dockerId}.scope`]), container('docker', 'b2e6a403d8d5'));
  });

  test('is not known of a container without a record, and not searched where the id is a name', () => {
    assert.equal(of([`/docker/${'0'.repeat(64)}`])?.name, null);
    assert.deepEqual(of(['/lxc/b2e6a403d8d5']), container('lxc', 'b2e6a403d8d5'));
    assert.equal(of([]), null);
  });

  test('is found for docker-proxy by the address it sends on to', () => {
    const found = publishedBy('/usr/sbin/docker-proxy', proxy('172.17.0.2'), 0);
    assert.deepEqual(found, {runtime: 'docker', id: 'b2e6a403d8d5', name: 'shop', image: 'local/web:1'});
    assert.equal(publishedBy('/usr/sbin/docker-proxy', proxy('172.17.0.9'), 0), null);
    assert.equal(publishedBy('/usr/sbin/docker-proxy', 'docker-proxy\0-container-ip', 0), null);
  });

  test('is found for conmon of podman by the id of its container', () => {
    const conmon = (id: string): string =>
      ['/usr/bin/conmon', '--api-version', '1', '-c', id, '-n', 'x', ''].join('\0');
    const found = publishedBy('/usr/bin/conmon', conmon(podmanId), 0);
    assert.deepEqual(found, {
      runtime: 'podman',
      id: podmanId.slice(0, 12),
      name: 'mail',
      image: 'localhost/local/web:1',
    });
    assert.equal(publishedBy('/usr/bin/conmon', conmon(podmanId.slice(0, 12)), 0), null);
    assert.equal(publishedBy('/usr/bin/conmon', 'conmon\0-c', 0), null);
  });

  test('is not taken from a program that is not of root', () => {
    for (const uid of [1000, null]) assert.equal(publishedBy('/usr/sbin/docker-proxy', proxy('172.17.0.2'), uid), null);
  });

  test('is not taken from the arguments of another program', () => {
    assert.equal(publishedBy('/usr/bin/python3', proxy('172.17.0.2'), 0), null);
  });
});

test('records are read again when they are some seconds old', () => {
  const texts: Record<string, string> = {};
  let now = 0;
  const {of} = createContainers(holding(texts), () => now);
  assert.equal(of(dockerGroup)?.name, null);
  Object.assign(texts, records);
  now = 1000;
  assert.equal(of(dockerGroup)?.name, null);
  now = 6000;
  assert.equal(of(dockerGroup)?.name, 'shop');
});

test('docker may keep its containers elsewhere', () => {
  const path = `/srv/docker/containers/${dockerId}/config.v2.json`;
  const texts = {[path]: fixture('docker-config.v2.json'), '/etc/docker/daemon.json': '{"data-root": "/srv/docker"}'};
  assert.equal(createContainers(holding(texts)).of(dockerGroup)?.name, 'shop');
  for (const settings of ['', '{', '[]', 'null', '{"data-root": 7}', '{"data-root": "relative"}'])
    assert.equal(dataRootOf(settings), '/var/lib/docker');
});

test('text that is no record is none, and a hostile name is made visible', () => {
  for (const text of ['', '{', 'null', '[]', '7', '{"ID": "short", "Name": "/x"}', `{"ID": "${dockerId}"}`])
    assert.equal(parseDockerRecord(text), null, text);
  for (const text of ['', '{', 'null', '{}', '[7, null, {}]', `[{"id": "${dockerId}", "names": []}]`])
    assert.deepEqual(parsePodmanRecords(text), [], text);
  const hostile = JSON.stringify({ID: dockerId, Name: '/a\x1b[2J\u202e'});
  assert.deepEqual(parseDockerRecord(hostile), {
    runtime: 'docker',
    id: dockerId,
    name: 'a\\x1b[2J\\u{202e}',
    image: null,
    addresses: [],
  });
});
