import {readFileSync, writeFileSync} from 'node:fs';
import {parseArgs} from 'node:util';
import {expectedFile, fallenBehind, improved, readExpected, updated, writtenExpected} from './expected.ts';
import {tableOf} from './judge/table.ts';
import {runVariants} from './run.ts';
import {variants} from './scenarios/all.ts';
import {unavailable} from './stage/available.ts';

/**
 * Stages every variant and prints the table by kind. Options: --only LIST stages the variants of these names or kinds,
 * --list prints the deciding row of each variant, --update writes the outcomes to `expected.json`.
 */
const {values} = parseArgs({
  options: {only: {type: 'string'}, list: {type: 'boolean'}, update: {type: 'boolean'}},
});
const chosen = variants.filter(
  ({id, kind}) => values.only === undefined || values.only.split(',').some(each => id === each || `${kind}` === each),
);
const lacking = new Map(chosen.flatMap(each => unavailable(each).map(reason => [each.id, reason] as const)));
const started = performance.now();
const {outcomes, unstaged} = await runVariants(chosen.filter(({id}) => !lacking.has(id)));
const seconds = (performance.now() - started) / 1000;

const expected = readExpected(readFileSync(expectedFile, 'utf8'));
if (values.list) for (const [id, {result, printed}] of outcomes) console.log(`${result.padEnd(10)}${id}: ${printed}`);
console.log(tableOf(outcomes));
for (const [id, reason] of [...lacking, ...unstaged]) console.log(`not staged: ${id}: ${reason}`);
const behind = fallenBehind(expected, outcomes);
for (const line of behind) console.log(`WORSE: ${line}`);
for (const line of improved(expected, outcomes)) console.log(`better than is held: ${line}`);
console.log(`${seconds.toFixed(0)} s`);
if (values.update) writeFileSync(expectedFile, writtenExpected(updated(expected, outcomes)));
process.exitCode = behind.length > 0 ? 1 : 0;
