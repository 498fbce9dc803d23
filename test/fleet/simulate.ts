import {closeSync, mkdirSync, openSync, writeSync} from 'node:fs';
import {join} from 'node:path';
import {engineLine} from '../../source/app/table/formats/engine-line.ts';
import {trusted} from '../../source/domain/text.ts';
import type {AssessedSocket} from '../../source/judge/assess-all.ts';
import {acceptanceOf, acceptedAs, driftOf} from '../helpers/acceptance.ts';
import {assessedRow, owner, socket} from '../helpers/build.ts';
import {setting} from '../helpers/sighted.ts';

/** A made-up fleet: every day a snapshot of each host, as `--json --format ecs` prints it. */

const rowOf = (text: string, program: string): AssessedSocket => assessedRow(socket(text, owner(program)));

const ssh = rowOf('tcp LISTEN 0.0.0.0:22', '/usr/sbin/sshd');
const web = rowOf('tcp LISTEN [::]:443', '/usr/sbin/nginx');
const local = rowOf('tcp LISTEN 127.0.0.1:5432', '/usr/lib/postgresql/15/bin/postgres');
const client = rowOf('tcp ESTABLISHED 10.0.0.5:51000 203.0.113.9:443', '/usr/bin/curl');
const miner = rowOf('tcp LISTEN 0.0.0.0:4444', '/tmp/.x/miner');
const shell = rowOf('tcp LISTEN 0.0.0.0:31337', '/usr/bin/nc');
const printer = rowOf('tcp LISTEN 0.0.0.0:9100', '/usr/bin/p910nd');
const drifting = (row: AssessedSocket, ...kinds: readonly string[]): AssessedSocket =>
  acceptedAs(row, acceptanceOf('drifted', {drift: kinds.map(kind => driftOf(`${kind} /usr/sbin/nginx /usr/bin/nc`))}));

/** Days of the simulation, from this one on. */
export const days = ['2026-11-26', '2026-11-27', '2026-11-28'] as const;

/** The sockets of a host on a day: both are numbers from 0 on. */
function socketsOf(host: number, day: number): readonly AssessedSocket[] {
  return [
    ssh,
    client,
    ...(host % 2 === 0 ? [local] : []),
    // Twelve web servers drift on the third day, two of them in two ways.
    ...(host % 3 === 0 ? [day === 2 && host < 36 ? drifting(web, 'owner', ...(host < 6 ? ['unit'] : [])) : web] : []),
    // One host has a miner from the first day on; one gets a shell on the second, three get a printer on the third.
    ...(host === 17 ? [miner] : []),
    ...(host === 42 && day >= 1 ? [shell] : []),
    ...(host >= 50 && host < 53 && day === 2 ? [printer] : []),
  ];
}

/** Writes the lines of a fleet to `fleet/` below a directory, a file for each thousand hosts. Returns their number. */
export function simulate(directory: string, hosts: number): number {
  const fleet = join(directory, 'fleet');
  mkdirSync(fleet);
  let count = 0;
  for (let first = 0; first < hosts; first += 1000) {
    const file = openSync(join(fleet, `${first}.ndjson`), 'w');
    for (const [day, date] of days.entries()) {
      const lines: string[] = [];
      for (let host = first; host < Math.min(first + 1000, hosts); host++) {
        const of = {...setting, host: trusted(`host-${host}`), at: Date.parse(`${date}T03:00:00Z`)};
        for (const row of socketsOf(host, day)) lines.push(`${engineLine('ecs', row, 'listed', of)}\n`);
      }
      count += lines.length;
      writeSync(file, lines.join(''));
    }
    closeSync(file);
  }
  return count;
}
