import assert from 'node:assert/strict';
import {test} from 'node:test';
import {needs} from '../e2e/helpers/needs.ts';
import type {Entry} from './entry.ts';
import {perform} from './perform.ts';
import {type WorkedExample, workedExamples} from './worked-examples.ts';

const options = {timeout: 120_000, ...needs('nsenter', 'mount', 'setpriv', 'python3', 'sshd', 'curl', 'nc.openbsd')};

const toEntry = ({id, owner, script, socket, holder, ready}: WorkedExample): Entry => ({
  id,
  work: owner,
  needs: [],
  script,
  sockets: [[socket, 'learn', holder]],
  ...(ready ? {ready} : {}),
});

test('The worked examples of the specification hold', options, async t => {
  const {results} = await perform(workedExamples.map(toEntry));

  for (const [index, example] of workedExamples.entries()) {
    const {id, owner, socket, holder, verdict, rule, check, isPending} = example;
    await t.test(`${id}: ${socket} of ${owner} is ${verdict} by ${rule}`, () => {
      const result = results[index];
      assert.deepEqual(result?.absent, [], `was not there: ${result?.log}`);
      const row = result.seen.find(each => each.socket === socket && each.holders.includes(holder));
      const failed = row?.checks.filter(each => each.result === 'fail').map(each => each.id) ?? [];
      const judged = [row?.verdict, row?.rule, check ? failed.includes(check) : failed.length === 0];
      if (isPending) assert.notDeepEqual(judged, [verdict, rule, true], `${id} holds: it is no longer pending`);
      else assert.deepEqual(judged, [verdict, rule, true], `checks: ${failed}`);
    });
  }
});
