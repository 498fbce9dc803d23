import assert from 'node:assert/strict';
import {test} from 'node:test';
import fc from 'fast-check';
import {type NormalizedDocument, normalizedPieces} from '../../../source/app/table/normalized-document.ts';
import {anyHost} from '../../helpers/arbitrary-host.ts';
import {assessAllNow, nameOf, owner, snapshot, socket} from '../../helpers/build.ts';
import {toDocument} from '../../helpers/document.ts';
import {assertNormalized} from '../../helpers/document-schema.ts';
import {summaryOf} from '../../helpers/summary.ts';

type Host = typeof anyHost extends fc.Arbitrary<infer Each> ? Each : never;

const normalized = ({poll, rows, summary, gone}: Host): NormalizedDocument =>
  JSON.parse([...normalizedPieces(poll, rows, summary, gone)].join(''));

const at = <Item>(items: readonly Item[], index: number): Item => {
  const item = items[index];
  assert.ok(item !== undefined, `index ${index} of ${items.length}`);
  return item;
};

/** The document with each index replaced by its item, as the readme describes it. */
function expanded({format: _, rules, checks, assessments, processes, sockets, ...head}: NormalizedDocument): unknown {
  const withProcesses = <Owner extends NormalizedDocument['sockets'][number]['owner'] | null>(each: Owner) =>
    each?.processes ? {...each, processes: each.processes.map(index => at(processes, index))} : each;
  return {
    ...head,
    sockets: sockets.map(({verify, ...each}) => {
      const assessment = at(assessments, each.assessment);
      return {
        ...each,
        owner: withProcesses(each.owner),
        formerOwner: withProcesses(each.formerOwner),
        assessment: {
          ...assessment,
          ...at(rules, assessment.rule),
          checks: assessment.checks.map(index => at(checks, index)),
          verify,
        },
      };
    }),
  };
}

test('with each index replaced by its item, it is the document of --json', () => {
  fc.assert(
    fc.property(anyHost, host => {
      const {poll, rows, summary, gone} = host;
      const long = JSON.parse(JSON.stringify(toDocument(poll, rows, summary, gone)));
      assert.deepEqual(expanded(normalized(host)), long);
    }),
    {numRuns: 200},
  );
});

test('it is as the schema has it', () => {
  fc.assert(fc.property(anyHost, host => assertNormalized(normalized(host))));
});

test('each item stands once, and is used', () => {
  fc.assert(
    fc.property(anyHost, host => {
      const {rules, checks, assessments, processes, sockets} = normalized(host);
      for (const items of [rules, checks, assessments, processes]) {
        assert.equal(new Set(items.map(item => JSON.stringify(item))).size, items.length);
      }
      const used = (indices: readonly number[]): number => new Set(indices).size;
      assert.equal(used(sockets.map(({assessment}) => assessment)), assessments.length);
      assert.equal(used(assessments.map(({rule}) => rule)), rules.length);
      assert.equal(used(assessments.flatMap(each => each.checks)), checks.length);
      const holders = sockets.flatMap(each => [each.owner, each.formerOwner].flatMap(whose => whose?.processes ?? []));
      assert.equal(used(holders), processes.length);
    }),
  );
});

test('a thousand connections of one process cost a line each, and the process one', () => {
  const holder = owner('/usr/sbin/nginx');
  const sockets = Array.from({length: 1000}, (_, index) =>
    socket(`tcp ESTABLISHED 10.0.0.5:443 198.51.100.7:${1000 + index}`, holder),
  );
  const {rows} = assessAllNow(sockets, nameOf);
  const [poll, summary] = [snapshot(sockets), summaryOf(rows)];
  const text = [...normalizedPieces(poll, rows, summary, [])].join('');
  const {processes, assessments} = JSON.parse(text) as NormalizedDocument;
  assert.deepEqual([processes.length, assessments.length], [1, 1]);
  assert.equal(text.split('\n').filter(line => /^ {4}\{"key":/.test(line)).length, 1000);
  const long = JSON.stringify(toDocument(poll, rows, summary), null, 2);
  assert.ok(text.length < long.length / 5, `${text.length} of ${long.length} characters`);
});
