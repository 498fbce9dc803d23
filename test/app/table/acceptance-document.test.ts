import assert from 'node:assert/strict';
import {test} from 'node:test';
import {summarise} from '../../../source/app/table/summary.ts';
import {trusted} from '../../../source/domain/text.ts';
import {acceptanceOf, acceptedAs, driftOf, listenerBlock} from '../../helpers/acceptance.ts';
import {baselineOf} from '../../helpers/baseline.ts';
import {assessedRow, owner, snapshot, socket} from '../../helpers/build.ts';
import {toDocument} from '../../helpers/document.ts';

const sshServer = socket('tcp LISTEN 0.0.0.0:22', owner('/usr/sbin/sshd'));

test('a baseline is written with how each socket stands to it, and with the blocks that are gone', () => {
  const block = listenerBlock(22, {note: trusted('ticket 4711')});
  const gone = listenerBlock('ephemeral', {proto: 'udp', exe: trusted('/usr/bin/old'), lines: {first: 9, last: 14}});
  const drift = [driftOf('owner /usr/bin/a /usr/sbin/sshd')];
  const notes = [{kind: 'narrower', text: trusted('host, not any')}] as const;
  const unverified = [trusted('unit: needs root')];
  const acceptance = acceptanceOf('drifted', {block, drift, notes, unverified});
  const rows = [
    acceptedAs(assessedRow(sshServer), acceptance),
    acceptedAs(assessedRow(sshServer), acceptanceOf('new')),
    assessedRow(sshServer),
  ];
  const poll = {...snapshot([]), baseline: baselineOf(block, gone)};
  const {summary, baseline, sockets} = toDocument(poll, rows, summarise(rows), [gone]);
  assert.deepEqual([summary.accepted, summary.drifted, summary.new, summary.explained], [0, 1, 1, 3]);
  assert.deepEqual(baseline, {
    path: '/etc/portwatch/baseline.toml',
    blocks: 2,
    gone: [
      {
        line: 9,
        kind: 'listener',
        protocol: 'udp',
        port: 'ephemeral',
        peer: null,
        netns: null,
        container: null,
        executable: '/usr/bin/old',
        script: null,
        user: null,
        at: '2026-11-21T10:12:00Z',
        note: null,
      },
    ],
  });
  assert.deepEqual(
    sockets.map(each => each.acceptance),
    [
      {
        state: 'drifted',
        at: '2026-11-21T10:12:00Z',
        note: 'ticket 4711',
        line: 1,
        inbound: false,
        drift: ['owner'],
        differences: [{kind: 'owner', accepted: '/usr/bin/a', seen: '/usr/sbin/sshd'}],
        notes: [{kind: 'narrower', text: 'host, not any'}],
        unverified: ['unit: needs root'],
      },
      {
        state: 'new',
        at: null,
        note: null,
        line: null,
        inbound: false,
        drift: ['new'],
        differences: [{kind: 'new', accepted: '', seen: '0.0.0.0:8443'}],
        notes: [],
        unverified: [],
      },
      null,
    ],
  );
});
