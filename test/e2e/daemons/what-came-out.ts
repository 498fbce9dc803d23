import assert from 'node:assert/strict';
import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {projectDirectory} from '../helpers/built.ts';
import type {Daemon} from './daemons.ts';
import type {Impostor} from './impostors.ts';
import type {Seen} from './look.ts';

/** The table of the readme: the sockets of each daemon, those that are assessed alike in one row. */
export function daemonsTable(daemons: readonly Daemon[], seen: readonly Seen[]): string {
  const rows = daemons.flatMap(({name, sockets}) => {
    const found = sockets.flatMap(([socket]) => seen.find(each => each.socket === socket) ?? []);
    const alike = Map.groupBy(found, ({verdict, rule, why}) => [verdict, `\`${rule}\``, why].join(' | '));
    return [...alike].map(([judged, each]) => `| ${name} | ${each.map(socketCell).join('<br>')} | ${judged} |`);
  });
  return table(['daemon', 'socket', 'verdict', 'rule', 'why'], rows);
}

/** The same of impostors, with the evidence. */
export function impostorsTable(impostors: readonly Impostor[], seen: readonly Seen[]): string {
  const rows = impostors.flatMap(({name, socket}) => {
    const row = seen.find(each => each.socket === socket);
    if (!row) return [];
    const failed = row.checks.filter(({result}) => result === 'fail').map(({id, detail}) => `\`${id}\`: ${detail}`);
    const evidence = failed[0] ?? row.why;
    return `| ${name} | ${socketCell(row)} | ${row.verdict} | \`${row.rule}\` | ${stable(evidence)} |`;
  });
  return table(['impostor', 'socket', 'verdict', 'rule', 'evidence'], rows);
}

const socketCell = ({socket}: Seen): string => `\`${socket}\``;

/** Without what differs from run to run. */
const stable = (text: string): string =>
  text.replace(/process \d+ runs/g, 'the process runs').replace(/python3\.\d+/g, 'python3');

function table(titles: readonly string[], rows: readonly string[]): string {
  return [`| ${titles.join(' | ')} |`, `|${' --- |'.repeat(titles.length)}`, ...rows].join('\n');
}

/**
 * Compares a table with that of the readme, which has the same first line; fails with the table where the readme has
 * none.
 */
export function assertReadmeHas(made: string): void {
  const readme = readFileSync(join(projectDirectory, 'readme.md'), 'utf8').split('\n');
  const start = readme.indexOf(made.split('\n')[0] ?? '');
  assert.ok(start >= 0, `the readme has no such table:\n${made}`);
  const length = readme.slice(start).findIndex(line => !line.startsWith('|'));
  if (process.env.UPDATE_SCREENS === '1' && !process.env.CI) {
    readme.splice(start, length, ...made.split('\n'));
    writeFileSync(join(projectDirectory, 'readme.md'), readme.join('\n'));
    return;
  }
  assert.equal(readme.slice(start, start + length).join('\n'), made);
}
