import type {Entry} from './entry.ts';
import {knownFailures} from './known-failures.ts';
import {perform, type Result} from './perform.ts';
import {canBoot} from './stage.ts';
import {missing, stageable, table, tableOfUnits} from './table.ts';

// Prints what came out of the whole table, `npm run ordinary`; of its short form, `npm run ordinary -- --short`; or of
// the entries that are named, `npm run ordinary -- ID…`.
const arguments_ = process.argv.slice(2);
const form = arguments_.includes('--short') ? 'short' : 'whole';
const ids = arguments_.filter(each => !each.startsWith('-'));
// Others come in by its sshd.
const isChosen = ({id}: Entry): boolean => ids.length === 0 || ids.includes(id) || id === 'ssh-server';
const entries = stageable(form).filter(isChosen);
const outcomes = [await perform(entries)];
const booted = canBoot() ? stageable(form, tableOfUnits).filter(isChosen) : [];
if (booted.some(({units}) => units)) outcomes.push(await perform(booted));
const results = outcomes.flatMap(each => each.results);
const others = outcomes.flatMap(each => each.others);
const seconds = outcomes.reduce((sum, each) => sum + each.seconds, 0);

const evidence = ({rule, why, checks}: Result['seen'][number]): string =>
  [rule, why, ...checks.filter(({result}) => result === 'fail').map(({id, detail}) => `${id}: ${detail}`)].join(' · ');

for (const {entry, absent, seen, noise, log} of results) {
  const loud = entry.disputed ? 'disputed' : entry.id in knownFailures ? 'known' : 'NOISE';
  const grade = absent.length > 0 ? 'absent' : noise.length > 0 ? loud : 'ok';
  console.log(`${grade.padEnd(8)} ${entry.id}: ${entry.work}`);
  for (const each of seen) {
    const mark = noise.includes(each) ? '!' : ' ';
    console.log(
      `       ${mark} ${each.verdict.padEnd(9)} ${each.socket} ${each.holders.join(',')} · ${evidence(each)}`,
    );
  }
  for (const each of absent) console.log(`         absent    ${each}`);
  if (log) console.log(log.replace(/^/gm, '         | '));
}
for (const each of others)
  console.log(`other ${each.verdict} ${each.socket} ${each.holders.join(',')} · ${evidence(each)}`);
for (const entry of [...table, ...tableOfUnits]) {
  if (missing(entry).length > 0) console.log(`skipped  ${entry.id}: needs ${missing(entry).join(', ')}`);
}
const noisy = results.filter(({entry, noise}) => noise.length > 0 && !entry.disputed);
const absent = results.filter(each => each.absent.length > 0);
const judged = results.reduce((sum, {seen}) => sum + seen.length, 0);
console.log(
  `${results.length} pieces of ordinary work, ${judged} sockets: ` +
    `${noisy.length} too loud, ${absent.length} not staged; ${seconds} s`,
);
if (absent.length > 0 || noisy.some(({entry}) => !(entry.id in knownFailures))) process.exitCode = 1;
