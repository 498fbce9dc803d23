import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {HostEvidence, Mappings, ProcessEvidence} from '../../../source/domain/evidence.ts';
import {known} from '../../../source/domain/known.ts';
import {sanitize, trusted} from '../../../source/domain/text.ts';
import {assessAllNow, nameOf, owner, socket} from '../../helpers/build.ts';
import {evidenceFor} from '../../helpers/evidence.ts';

type Foreign = Mappings['foreign'][number]['why'];

const listener = 'tcp LISTEN 0.0.0.0:8080';
const client = 'tcp ESTABLISHED 10.0.0.5:51000 203.0.113.9:443';
const local = 'tcp ESTABLISHED 127.0.0.1:51000 127.0.0.1:443';

/** The check of one socket whose holder has code of these files in memory. */
function examined(
  text: string,
  path: string,
  files: readonly (readonly [path: string, why: Foreign])[],
  parts: Partial<ProcessEvidence> = {},
  host: Partial<HostEvidence> = {},
) {
  const holder = owner(path);
  const foreign = files.map(([file, why]) => ({path: sanitize(file), why}));
  const evidence = evidenceFor(
    [holder],
    {tracer: known(0), mappings: known({hasExecutable: true, foreign}), ...parts},
    host,
  );
  const [row] = assessAllNow([socket(text, holder)], nameOf, undefined, evidence).rows;
  const check = row?.assessment.checks.find(({id}) => id === 'owner-injected');
  return check ?? assert.fail('no check');
}

const cases: readonly (readonly [where: string, found: ReturnType<typeof examined>, result: string, leads?: string])[] =
  [
    [
      'a listener has code of /tmp',
      examined(listener, '/usr/sbin/nginx', [['/tmp/x.so', 'scratch']]),
      'fail',
      'suspect',
    ],
    [
      'a listener unpacked itself',
      examined(listener, '/opt/x', [['/tmp/_MEIa1b2c3/x.so', 'scratch']]),
      'fail',
      'learn',
    ],
    ['a JVM listens', examined(listener, '/usr/bin/java', [['/tmp/jna/x.so', 'scratch']]), 'fail', 'learn'],
    ['a client has code of /tmp', examined(client, '/usr/bin/curl', [['/tmp/x.so', 'scratch']]), 'fail', 'learn'],
    ['a JVM is a client', examined(client, '/usr/bin/java', [['/tmp/jna/x.so', 'scratch']]), 'not-applicable'],
    ['a client was upgraded', examined(client, '/opt/browser/app', [['/opt/browser/x.so', 'deleted']]), 'pass'],
    ['a client of this machine', examined(local, '/usr/bin/curl', [['/tmp/x.so', 'scratch']]), 'not-applicable'],
    ['a traced client', examined(client, '/usr/bin/curl', [], {tracer: known(7)}), 'pass'],
    ['a traced listener', examined(listener, '/usr/sbin/nginx', [], {tracer: known(7)}), 'fail', 'learn'],
    ['nothing foreign is there', examined(listener, '/usr/sbin/nginx', []), 'pass'],
  ];

for (const [where, {result: found, leads: to}, result, leads = null] of cases) {
  test(`owner-injected is ${result} where ${where}`, () => assert.deepEqual([found, to], [result, leads]));
}

test('what every program of the host loads stands beside a pass', () => {
  const {detail} = examined(listener, '/usr/sbin/nginx', [], {}, {preload: known(trusted('/usr/local/lib/x.so'))});
  assert.match(detail, /; \/etc\/ld\.so\.preload makes every program load \/usr\/local\/lib\/x\.so$/);
  assert.doesNotMatch(examined(listener, '/usr/sbin/nginx', []).detail, /preload/);
});
