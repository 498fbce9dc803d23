import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {Block} from '../../../source/domain/baseline.ts';
import {noEvidence} from '../../../source/domain/evidence.ts';
import {known} from '../../../source/domain/known.ts';
import {trusted} from '../../../source/domain/text.ts';
import type {AssessedSocket} from '../../../source/judge/assess-all.ts';
import {acceptAll, acceptanceText, acceptedBlock, assessWith, baselineOf} from '../../helpers/baseline.ts';
import {owner, ownerOf, socket} from '../../helpers/build.ts';
import {evidenceFor} from '../../helpers/evidence.ts';
import {
  activated,
  nginx,
  on,
  other,
  packaged,
  placeCases,
  script,
  unitsOfHost,
  web,
  withHash,
} from './acceptance-cases.ts';
import {activationCases} from './activation-cases.ts';
import {portCases} from './port-cases.ts';
import {programCases} from './program-cases.ts';

for (const {
  name,
  before,
  beforeEvidence = noEvidence,
  now,
  evidence = noEvidence,
  change = (block: Block) => block,
  expected,
} of [...placeCases, ...portCases, ...programCases, ...activationCases]) {
  test(`acceptance: ${name}`, () => {
    const rows = assessWith(undefined, before, beforeEvidence).rows;
    const baseline = baselineOf(...rows.map(row => change(acceptedBlock(row, beforeEvidence))));
    const found = assessWith(baseline, now, evidence);
    assert.deepEqual(found.rows.map(acceptanceText), expected);
    for (const {acceptance, assessment} of found.rows) {
      assert.equal(
        acceptance?.state === 'drifted',
        assessment.checks.some(({id, result}) => id === 'baseline' && result === 'fail'),
      );
      if (acceptance?.state !== 'drifted') continue;
      assert.equal(assessment.verdict, 'suspect');
      const isFirstReason = assessment.beforeBaseline?.verdict !== 'suspect';
      assert.ok(!isFirstReason || assessment.why.length <= 20, `WHY cuts ${assessment.why} at 80 columns`);
    }
  });
}

test('a baseline that is there only now, changes or goes is taken in by the next poll', () => {
  const sockets = [web, socket('tcp ESTABLISHED 10.0.0.5:8443 198.51.100.7:50122', ownerOf(nginx))];
  const first = assessWith(undefined, sockets);
  const baseline = acceptAll(sockets);
  const second = assessWith(baseline, sockets, noEvidence, first);
  assert.deepEqual(second.rows.map(acceptanceText), ['accepted', 'accepted']);
  const third = assessWith(baseline, sockets, noEvidence, second);
  assert.ok(
    third.rows.every((row, index) => row === second.rows[index]),
    'unchanged rows stay the same objects',
  );
  const fourth = assessWith(baselineOf(), sockets, noEvidence, third);
  assert.deepEqual(fourth.rows.map(acceptanceText), ['new', '-']);
  const fifth = assessWith(undefined, sockets, noEvidence, fourth);
  assert.deepEqual(fifth.rows.map(acceptanceText), ['-', '-']);
  assert.deepEqual(
    fifth.rows.map(({assessment}) => assessment),
    first.rows.map(({assessment}) => assessment),
  );
});

test('a listener of which there is no socket is gone', () => {
  const baseline = acceptAll([web, socket(on(22), owner('/usr/sbin/sshd'))]);
  assert.deepEqual(
    assessWith(baseline, [web]).gone.map(block => block.kind === 'listener' && block.port),
    [22],
  );
});

const notesOf = (rows: readonly AssessedSocket[]): readonly string[] =>
  rows.flatMap(({acceptance}) => acceptance?.notes.map(({kind}) => kind) ?? []);

test('a listener is narrower where none of its sockets reaches as far as accepted', () => {
  const local = socket(on(53, '127.0.0.1'), ownerOf(nginx));
  const link = socket(on(53, '[fe80::1]'), ownerOf(nginx));
  const all = socket(on(53, '203.0.113.9'), ownerOf(nginx));
  const baseline = acceptAll([all]);
  assert.deepEqual(notesOf(assessWith(baseline, [local, all, link]).rows), []);
  assert.deepEqual(notesOf(assessWith(baseline, [local, link]).rows), ['narrower', 'narrower']);
});

test('systemd in the place of the program that it hands its socket to is no upgrade', () => {
  const alone = [socket(on(8443), activated())];
  const handedOver = [socket(on(8443), activated(nginx))];
  const {host} = unitsOfHost(8443, 'nginx.socket');
  const before = {...evidenceFor([activated()], packaged('systemd', true)), host};
  const after = {...evidenceFor([ownerOf(nginx)], packaged('nginx', true)), host};
  assert.deepEqual(notesOf(assessWith(acceptAll(alone, before), handedOver, after).rows), []);
  assert.deepEqual(notesOf(assessWith(acceptAll(handedOver, after), alone, before).rows), []);
});

test('a package vouches for the file at its path, not for another one that still runs', () => {
  const before = evidenceFor([web.owner], packaged('nginx', true));
  const [row] = assessWith(undefined, [web], before).rows;
  assert.ok(row);
  const baseline = baselineOf(withHash(acceptedBlock(row, before)));
  const found = (hostFile: 'same' | 'other') => {
    const evidence = evidenceFor([web.owner], {...packaged('nginx', true), ...other, hostFile: known(hostFile)});
    return assessWith(baseline, [web], evidence).rows[0]?.acceptance;
  };
  assert.deepEqual(
    found('same')?.notes.map(({kind}) => kind),
    ['upgraded'],
  );
  assert.deepEqual(found('other')?.notes, []);
  assert.deepEqual(found('other')?.unverified, ['bytes of the program: replaced on disk since it started']);
});

test('a script that changed since its program started need not be what runs, whatever its bytes are now', () => {
  const before = evidenceFor([web.owner], script('/srv/a.py'));
  const [row] = assessWith(undefined, [web], before).rows;
  assert.ok(row);
  const baseline = baselineOf(withHash(acceptedBlock(row, before)));
  const found = (isChanged: boolean) => {
    const digest = known(trusted('aa'.repeat(32)));
    const parts = {...script('/srv/a.py'), digest, changedSinceStart: known(isChanged)};
    return assessWith(baseline, [web], evidenceFor([web.owner], parts)).rows[0]?.acceptance;
  };
  assert.deepEqual(found(false)?.unverified, []);
  assert.deepEqual(found(true)?.unverified, ['bytes of the program: its script changed since it started']);
});
