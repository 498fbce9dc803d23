import assert from 'node:assert/strict';
import {globSync, readFileSync} from 'node:fs';
import {suite, test} from 'node:test';
import {toAcceptance} from '../../source/app/table/acceptance-document.ts';
import {toSocketDocument} from '../../source/app/table/document.ts';
import {summarise} from '../../source/app/table/summary.ts';
import {documentSchema} from '../../source/cli/schema/document-schema.ts';
import {toLines} from '../../source/collect/saved/lines.ts';
import {readSaved} from '../../source/collect/saved/read-saved.ts';
import type {Container, Socket} from '../../source/domain/socket.ts';
import {trusted} from '../../source/domain/text.ts';
import {acceptanceOf, acceptedAs, conversationBlock, listenerBlock} from '../helpers/acceptance.ts';
import {baselineOf} from '../helpers/baseline.ts';
import {assessAllNow, hidden, nameOf, owner, ownerOf, process, snapshot, socket} from '../helpers/build.ts';
import {toDocument} from '../helpers/document.ts';
import {assertChange, assertDocument, isDocument, isOpenDocument} from '../helpers/document-schema.ts';
import {exampleSockets} from '../helpers/example-host.ts';

/** What `--json` prints of these sockets. */
function documentOf(sockets: readonly Socket[]): Record<string, unknown> {
  const {rows} = assessAllNow(sockets, nameOf);
  return JSON.parse(JSON.stringify(toDocument(snapshot(sockets), rows, summarise(rows))));
}

const docker: Container = {runtime: 'docker', id: trusted('0123456789ab'), name: null, image: null};

const published = [
  socket(
    'tcp LISTEN 0.0.0.0:8081',
    ownerOf(
      process('/usr/bin/docker-proxy', {
        command: trusted('docker-proxy -host-port 8081 -container-ip 172.17.0.2 -container-port 80'),
        publishes: docker,
      }),
    ),
  ),
  socket('tcp LISTEN 0.0.0.0:80', ownerOf(process('/usr/sbin/nginx', {container: docker})), {
    netns: {name: trusted('shop'), inode: 4_026_532_300},
  }),
];

const rich = [
  ...published,
  socket('tcp ESTABLISHED [fe80::1%eth0]:22 [fe80::2%eth0]:51000', owner('/usr/sbin/sshd', '/tmp/x'), {
    tcp: {rttMs: 0.25, retransmits: 1, bytesSent: 2, bytesReceived: 3},
  }),
  socket('tcp LISTEN 0.0.0.0:8080', ownerOf(process('/usr/bin/docker-proxy', {publishes: docker, container: docker}))),
  socket('tcp LISTEN 0.0.0.0:81', hidden('needs-root'), {mptcp: null}),
  socket('udp UNCONN 0.0.0.0:68', hidden('needs-root'), {recvQueue: null, sendQueue: null, uid: null, user: null}),
  socket('packet UNCONN *:3', hidden('no-process'), {family: null, inode: null}),
];

suite('the schema of --json describes', () => {
  test('documents of this host', () => {
    assertDocument(documentOf([]));
    assertDocument(documentOf(exampleSockets));
    assertDocument(documentOf(rich));
    const {sockets} = documentOf(published) as {readonly sockets: readonly {readonly published: unknown}[]};
    assert.ok(sockets.every(({published: pair}) => pair !== null));
  });

  test('documents of a host with a baseline', () => {
    const notes = [{kind: 'moved', text: trusted('from 40001')}] as const;
    const acceptances = [
      acceptanceOf('accepted', {notes}),
      acceptanceOf('drifted', {block: conversationBlock(), unverified: [trusted('unit: needs root')]}),
      acceptanceOf('new'),
    ];
    const rows = assessAllNow(rich, nameOf).rows.map((row, index) => acceptedAs(row, acceptances[index] ?? null));
    const gone = [listenerBlock('ephemeral'), conversationBlock(5432, {peer: trusted('10.0.0.0/8')})];
    const poll = {...snapshot(rich), baseline: baselineOf(...gone)};
    const document = JSON.parse(JSON.stringify(toDocument(poll, rows, summarise(rows), gone)));
    assertDocument(document);
    assert.ok(!isDocument({...document, baseline: {...document.baseline, blocks: '2'}}));
  });

  for (const file of globSync('test/fixtures/saved/*.txt')) {
    test(`the document of ${file}`, () => {
      assertDocument(documentOf(readSaved(toLines(readFileSync(file)), () => null).sockets));
    });
  }

  test('lines of --stream, in its definition of a change', () => {
    const [row] = assessAllNow(rich, nameOf).rows;
    assert.ok(row);
    const line = {event: 'opened', at: '2026-11-21T20:00:00.000Z', socket: toSocketDocument(row)};
    assertChange(JSON.parse(JSON.stringify(line)));
    assert.throws(() => assertChange({...line, event: 'moved'}));
  });
});

test('a document with members of a later version is still one', () => {
  const document = {...documentOf(rich), added: 1};
  assert.ok(isOpenDocument(document));
  assert.ok(!isDocument(document));
});

/** Changes the first socket of a document. */
const changed = (changes: Readonly<Record<string, unknown>>): unknown => {
  const document = documentOf(rich);
  const [first, ...others] = document.sockets as readonly object[];
  return {...document, sockets: [{...first, ...changes}, ...others]};
};

const wrong: readonly (readonly [why: string, document: unknown])[] = [
  ['another version', {...documentOf([]), version: 2}],
  ['a time that is none', {...documentOf([]), takenAt: 'now'}],
  ['a source that is none', {...documentOf([]), source: 'magic'}],
  ['a state that is none', changed({state: 'OPEN'})],
  ['a port below 0', changed({local: {address: '::', port: -1, interface: null}})],
  ['a queue that is text', changed({recvQueue: '1'})],
  ['a member that lacks', changed({owner: undefined})],
  ['a member more', changed({color: 'red'})],
  ['an owner of both forms', changed({owner: {known: true, processes: [], why: 'kernel'}})],
  [
    'a state to the baseline that is none',
    changed({acceptance: {...toAcceptance(acceptanceOf('new')), state: 'blessed'}}),
  ],
  ['an owner that is pending', changed({owner: {known: false, why: 'pending'}})],
];

suite('the schema of --json refuses', () => {
  for (const [why, document] of wrong) {
    test(why, () => {
      const text = JSON.parse(JSON.stringify(document));
      assert.ok(!isDocument(text));
    });
  }
});

test('every object of the schema names its members, and every member has a description', () => {
  const parts = Object.values(documentSchema.$defs as Record<string, {properties?: Record<string, object>}>);
  for (const {properties = {}} of [documentSchema as {properties?: Record<string, object>}, ...parts]) {
    for (const [name, member] of Object.entries(properties)) {
      assert.match(JSON.stringify(member), /"description"|"\$ref"|"const"|"properties"/, name);
    }
  }
});
