import assert from 'node:assert/strict';
import {test} from 'node:test';
import {needs} from '../helpers/needs.ts';
import {impostorPreparation, impostors, servers} from './impostors.ts';
import {lookFor} from './look.ts';
import {openSandbox} from './sandbox.ts';
import {assertReadmeHas, impostorsTable} from './what-came-out.ts';

const options = {timeout: 60_000, ...needs('unshare', 'nsenter', 'mount', 'python3', 'bash', 'nc.openbsd')};

test('Impostors on the ports of daemons are told from them', options, async t => {
  const sandbox = await openSandbox(t);
  await sandbox.run(impostorPreparation);
  for (const {name, start} of servers) sandbox.start(name, start);
  await lookFor(
    sandbox,
    servers.map(({socket}) => socket),
  );
  for (const {name, start} of impostors) sandbox.start(name, start);
  const seen = await lookFor(
    sandbox,
    impostors.map(({socket}) => socket),
  );

  for (const {name, socket, verdict, rule, fails, why} of impostors) {
    await t.test(`${name} is ${verdict} for what gives it away`, () => {
      const row = seen.find(each => each.socket === socket);
      assert.ok(row);
      const failed = row.checks.filter(({result}) => result === 'fail');
      assert.deepEqual({verdict: row.verdict, rule: row.rule}, {verdict, rule});
      for (const [check, evidence] of fails) {
        assert.match(failed.find(({id}) => id === check)?.detail ?? `${check} has not failed`, evidence);
      }
      assert.match(row.why, why);
    });
  }

  await t.test('the readme shows what came out', () => assertReadmeHas(impostorsTable(impostors, seen)));
});
