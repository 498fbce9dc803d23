import assert from 'node:assert/strict';
import {test} from 'node:test';
import {publishedWords} from '../../../source/app/table/published.ts';
import {summarise} from '../../../source/app/table/summary.ts';
import type {Container, Netns, Socket} from '../../../source/domain/socket.ts';
import {trusted} from '../../../source/domain/text.ts';
import {assessAllNow, nameOf, ownerOf, process, snapshot, socket} from '../../helpers/build.ts';
import {toDocument} from '../../helpers/document.ts';

const shop: Netns = {name: trusted('shop'), inode: 4_026_532_300};
const other: Netns = {name: trusted('other'), inode: 4_026_532_301};
const container: Container = {runtime: 'docker', id: trusted('0123456789ab'), name: trusted('shop'), image: null};

const proxy = (port: number, publishes: Container | null, to = 80) =>
  socket(
    `tcp LISTEN 0.0.0.0:${port}`,
    ownerOf(
      process('/usr/bin/docker-proxy', {
        command: trusted(
          `/usr/bin/docker-proxy -proto tcp -host-ip 0.0.0.0 -host-port ${port} ` +
            `-container-ip 172.17.0.2 -container-port ${to}`,
        ),
        publishes,
      }),
    ),
  );
const server = (text: string, netns: Netns | null, own: Container | null) =>
  socket(text, ownerOf(process('/usr/sbin/nginx', {pid: 31, container: own})), {netns, key: `${netns?.inode} ${text}`});

/** The words of each socket, in their order. */
const wordsOf = (...sockets: readonly Socket[]): readonly (string | null)[] =>
  sockets.map(each => publishedWords(each, sockets));

test('a published port and the socket of its container that answers it name each other', () => {
  const words = wordsOf(
    proxy(8080, container),
    proxy(8081, container),
    server('tcp LISTEN 0.0.0.0:80', shop, container),
    server('tcp LISTEN 0.0.0.0:443', shop, container),
    server('tcp LISTEN 0.0.0.0:80', other, {...container, id: trusted('ffffffffffff')}),
    server('tcp LISTEN 0.0.0.0:80', null, null),
  );
  const answered = 'answered by nginx, tcp 0.0.0.0:80 in network namespace shop';
  const published = 'published on tcp 0.0.0.0:8080, tcp 0.0.0.0:8081 by docker-proxy';
  assert.deepEqual(words, [answered, answered, published, null, null, null]);
});

test('of a container that is not known, only a socket at the very address counts', () => {
  const words = wordsOf(
    proxy(8080, null),
    server('tcp LISTEN 172.17.0.2:80', shop, null),
    server('tcp LISTEN 0.0.0.0:80', other, null),
    server('udp UNCONN 172.17.0.2:80', shop, null),
  );
  assert.deepEqual(words, [
    'answered by nginx, tcp 172.17.0.2:80 in network namespace shop',
    'published on tcp 0.0.0.0:8080 by docker-proxy',
    null,
    null,
  ]);
});

test('a port that nothing answers has no words', () => {
  assert.deepEqual(wordsOf(proxy(8080, container, 81), server('tcp LISTEN 0.0.0.0:80', shop, container)), [null, null]);
});

test('JSON has the keys and namespaces of both sides, also where a filter keeps only one of them', () => {
  const [first, second] = [proxy(8080, container), proxy(8081, container)];
  const inside = server('tcp LISTEN 0.0.0.0:80', shop, container);
  const apart = server('tcp LISTEN 0.0.0.0:443', shop, container);
  const taken = snapshot([first, second, inside, apart]);
  const {rows} = assessAllNow(taken.sockets, nameOf);
  const published = rows.map(row => toDocument(taken, [row], summarise([row])).sockets[0]?.published);
  const answered = {answeredBy: [{key: inside.key, netns: shop, by: 'passes'}], publishedAs: []};
  const asPorts = {answeredBy: [], publishedAs: [first, second].map(({key}) => ({key, netns: null, by: 'passes'}))};
  assert.deepEqual(published, [answered, answered, asPorts, null]);
});

test('a port that conmon keeps and the listeners of its container name each other', () => {
  const conmon = (uid: number) =>
    socket('tcp LISTEN 0.0.0.0:8080', ownerOf(process('/usr/bin/conmon', {publishes: container, uid})));
  const servers = [
    server('tcp LISTEN 0.0.0.0:80', shop, container),
    // Of another container of the same pod, which has the network namespace in common.
    server('tcp LISTEN 0.0.0.0:9000', shop, {...container, id: trusted('ffffffffffff'), name: trusted('php')}),
    server('udp UNCONN 0.0.0.0:80', shop, container),
    server('tcp LISTEN 0.0.0.0:80', other, null),
  ];
  const kept = 'its container has tcp 0.0.0.0:8080, kept by conmon';
  assert.deepEqual(wordsOf(conmon(0), ...servers), [
    'kept for a container with nginx, tcp 0.0.0.0:80 in network namespace shop; ' +
      'nginx, tcp 0.0.0.0:9000 in network namespace shop',
    kept,
    kept,
    null,
    null,
  ]);
  assert.deepEqual(wordsOf(conmon(1000), ...servers), [null, null, null, null, null]);
});
