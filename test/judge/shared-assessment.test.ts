import assert from 'node:assert/strict';
import {test} from 'node:test';
import fc from 'fast-check';
import {known} from '../../source/domain/known.ts';
import type {Holder, Owner, Process, Socket} from '../../source/domain/socket.ts';

import {assessAllNow, assessedRow, hidden, nameOf, ownerOf, process, socket} from '../helpers/build.ts';

const paths = ['/usr/sbin/sshd', '/usr/bin/bash', '/tmp/x', '/usr/bin/irssi', '/usr/bin/docker-proxy'];
const processes = paths.map((path, index) => process(path, {pid: 100 + index}));
const web = 'tcp ESTABLISHED 10.0.0.5:51000 203.0.113.9:80';

const anyHolder = fc.record<Holder>({
  process: fc.constantFrom(...processes),
  descriptors: fc.uniqueArray(fc.constantFrom(0, 1, 2, 3, 9), {minLength: 1, maxLength: 2}),
});
const anyOwner: fc.Arbitrary<Owner> = fc.oneof(
  {weight: 4, arbitrary: fc.array(anyHolder, {maxLength: 2}).map(holders => known(holders))},
  {
    weight: 2,
    arbitrary: fc.constantFrom('needs-root', 'kernel', 'no-process', 'not-collected', 'closing').map(hidden),
  },
);
const anyText = fc.constantFrom(
  'tcp LISTEN 0.0.0.0:22',
  'tcp LISTEN 0.0.0.0:8080',
  'tcp ESTABLISHED 10.0.0.5:22 203.0.113.9:5000',
  web,
  'tcp ESTABLISHED 10.0.0.5:51000 203.0.113.9:6667',
  'tcp SYN_RECV 10.0.0.5:8080 203.0.113.9:4444',
  'udp UNCONN 0.0.0.0:38142',
  'udp UNCONN 127.0.0.1:9',
  'tcp ESTABLISHED 10.0.0.5:8080 203.0.113.9:5001',
  'tcp ESTABLISHED 10.0.0.6:8080 203.0.113.9:5002',
  'tcp LISTEN 10.0.0.6:8080',
  'tcp LISTEN 127.0.0.1:5432',
  'tcp ESTABLISHED 127.0.0.1:5432 127.0.0.1:51000',
  'tcp ESTABLISHED 127.0.0.1:51000 127.0.0.1:5432',
  'tcp ESTABLISHED 127.0.0.1:51002 203.0.113.9:5432',
  'udp ESTABLISHED 10.0.0.5:50003 198.51.100.7:53',
);
const anySockets = fc
  .array(fc.tuple(anyText, anyOwner, fc.constantFrom(null, 7)), {maxLength: 12})
  .map(all => all.map(([text, owner, inode], index) => socket(text, owner, {inode, key: `${index}`})));

/** The same socket, held by processes that no other socket has been seen with. */
const withOwnProcesses = (each: Socket): Socket => ({
  ...each,
  owner: each.owner.known ? known(structuredClone(each.owner.value) as readonly Holder[]) : {...each.owner},
});

test('what sockets share of their assessments is what each would be assessed as alone', () => {
  fc.assert(
    fc.property(anySockets, sockets => {
      const shared = assessAllNow(sockets, nameOf).rows.map(({assessment}) => assessment);
      const alone = assessAllNow(sockets.map(withOwnProcesses), nameOf).rows.map(({assessment}) => assessment);
      assert.deepEqual(shared, alone);
    }),
    {numRuns: 300},
  );
});

const held = (holder: Process, ...descriptors: readonly number[]): Socket =>
  socket(web, known([{process: holder, descriptors}]));

test('sockets that one process holds share one assessment, but for one that it talks over', () => {
  const holder = process('/usr/bin/curl');
  const [one, other] = [held(holder, 7), held(holder, 8, 9)].map(each => assessedRow(each).assessment);
  assert.equal(one, other);
  assert.equal(assessedRow(held(holder, 0)).assessment.verdict, 'suspect');
  assert.equal(assessedRow(held(holder, 3)).assessment.verdict, 'explained');
});

test('connections of one process to two listeners of a port do not share an assessment', () => {
  const holder = ownerOf(process('/usr/sbin/nginx', {pid: 30}));
  const rows = assessAllNow(
    [
      socket('tcp LISTEN 10.0.0.5:443', holder),
      socket('tcp LISTEN 0.0.0.0:443', ownerOf(process('/tmp/x', {pid: 31}))),
      socket('tcp ESTABLISHED 10.0.0.5:443 203.0.113.9:5001', holder),
      socket('tcp ESTABLISHED 10.0.0.6:443 203.0.113.9:5001', holder),
    ],
    nameOf,
  ).rows;
  const verdicts = rows.map(({assessment: {verdict}}) => verdict);
  assert.deepEqual(verdicts, ['learn', 'suspect', 'learn', 'suspect']);
});

test('connections over loopback share one assessment for each side of the same listener', () => {
  const [server, client] = [process('/usr/lib/postgresql/15/bin/postgres'), process('/usr/bin/psql')];
  const heldBy = (holder: Process, text: string): Socket => socket(text, known([{process: holder, descriptors: [7]}]));
  const rows = assessAllNow(
    [
      heldBy(server, 'tcp LISTEN 127.0.0.1:5432'),
      ...[51000, 51002].flatMap(port => [
        heldBy(server, `tcp ESTABLISHED 127.0.0.1:5432 127.0.0.1:${port}`),
        heldBy(client, `tcp ESTABLISHED 127.0.0.1:${port} 127.0.0.1:5432`),
      ]),
    ],
    nameOf,
  ).rows;
  const assessments = new Set(rows.map(({assessment}) => assessment));
  assert.equal(assessments.size, 3);
});
