import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {ProcessEvidence} from '../../../source/domain/evidence.ts';
import {known} from '../../../source/domain/known.ts';
import type {Owner} from '../../../source/domain/socket.ts';
import {trusted} from '../../../source/domain/text.ts';
import {assessAllNow, hidden, nameOf, owner, socket} from '../../helpers/build.ts';
import {evidenceFor} from '../../helpers/evidence.ts';

const ours = 'tcp ESTABLISHED 10.0.0.5:50001 10.0.0.1:53';
const foreign = 'udp ESTABLISHED 10.0.0.5:50001 198.51.100.7:53';
const python = owner('/usr/bin/python3.11');
const dnsmasq = owner('/usr/sbin/dnsmasq');
const start = Date.UTC(2026, 10, 21, 20, 0, 0);

/** The check of one socket that has been open for some minutes, with what WHY says; it was seen when it was new. */
function examined(text: string, holder: Owner, minutes = 0, parts: Partial<ProcessEvidence> = {}) {
  const one = socket(text, holder);
  const evidence = evidenceFor([holder], parts, {nameServers: known([trusted('10.0.0.1')])});
  const before = assessAllNow([one], nameOf, undefined, evidence, start);
  const [row] = assessAllNow([one], nameOf, before, evidence, start + minutes * 60_000).rows;
  const {verdict, why, checks} = row?.assessment ?? assert.fail('no row');
  return {verdict, why, check: checks.find(({id}) => id === 'name-server') ?? assert.fail('no check')};
}

const cases: readonly (readonly [
  where: string,
  found: ReturnType<typeof examined>,
  result: string,
  verdict: string,
  detail: RegExp,
])[] = [
  ['the peer is a name server of ours', examined(ours, python), 'pass', 'explained', /is a name server of this host$/],
  [
    'it is, as a v4-mapped address',
    examined('udp ESTABLISHED [::ffff:10.0.0.5]:50001 [::ffff:10.0.0.1]:53', python),
    'pass',
    'explained',
    /is a name server/,
  ],
  ['the peer is not', examined(foreign, python), 'fail', 'learn', /is none of the name servers/],
  ['a resolver asks', examined(foreign, dnsmasq), 'pass', 'explained', /is a resolver/],
  [
    'a program asks that calls itself a resolver and is of no package',
    examined(foreign, dnsmasq, 0, {package: known(null)}),
    'fail',
    'learn',
    /is none of/,
  ],
  ['nobody knows who asks', examined(foreign, hidden('needs-root')), 'unknown', 'explained', /root/],
  ['TCP is open for two minutes', examined(ours, python, 2), 'pass', 'explained', /is a name server/],
  ['TCP is open for five minutes', examined(ours, python, 5), 'fail', 'learn', /for 3 minutes or longer/],
  ['TCP is open for two hours', examined(ours, python, 120), 'fail', 'learn', /for 60 minutes or longer/],
  [
    'TCP is open for long and the owner is not known',
    examined(ours, hidden('needs-root'), 11),
    'fail',
    'learn',
    /for 10 minutes or longer: a name look-up ends sooner$/,
  ],
  ['a resolver keeps TCP open', examined(ours, dnsmasq, 120), 'pass', 'explained', /is a resolver/],
  [
    'UDP is open for long',
    examined('udp ESTABLISHED 10.0.0.5:50001 10.0.0.1:53', python, 120),
    'pass',
    'explained',
    /is a name server/,
  ],
];

for (const [where, {check, verdict}, result, expected, detail] of cases) {
  test(`name-server is ${result} where ${where}`, () => {
    assert.equal(check.result, result);
    assert.equal(verdict, expected);
    assert.match(check.detail, detail);
  });
}

test('a look-up that stays open is judged anew only when a statement on it changes', () => {
  const one = socket(ours, python);
  const at = (minutes: number) => start + minutes * 60_000;
  const first = assessAllNow([one], nameOf, undefined, undefined, at(0));
  const second = assessAllNow([one], nameOf, first, undefined, at(2));
  assert.equal(second.rows[0], first.rows[0]);
  const third = assessAllNow([one], nameOf, second, undefined, at(4));
  assert.equal(third.rows[0]?.assessment.why, 'open for 3 min: look-up?');
  assert.equal(third.delta.changed.length, 1);
  const fourth = assessAllNow([one], nameOf, third, undefined, at(9));
  assert.equal(fourth.rows[0], third.rows[0]);
});
