import type {Holder} from '../../domain/socket.ts';
import type {Clean} from '../../domain/text.ts';
import type {ParsedRow} from './parsed-row.ts';
import {programName} from './printed-program.ts';

/** By process ID: the names of a list of processes, and the shortest names in rows of sockets. */
export type NamesByPid = {readonly listed: ReadonlyMap<number, string>; readonly shortest: ReadonlyMap<number, Clean>};

/** The names in a text. `listed`: names by process ID, from its lists of processes. Linear in the rows. */
export function namesByPid(tables: readonly (readonly ParsedRow[])[], listed: ReadonlyMap<number, string>): NamesByPid {
  const shortest = new Map<number, Clean>();
  for (const {process} of tables.flat().flatMap(({holders}) => holders)) {
    const {pid, name} = process;
    if (pid === null || name === null) continue;
    const before = shortest.get(pid);
    if (before === undefined || name.length < before.length) shortest.set(pid, name);
  }
  return {listed, shortest};
}

/**
 * The row with the listed name where it has a process ID alone, and without the remark that somebody wrote behind a
 * name which another row has alone.
 */
export const withNames = (row: ParsedRow, names: NamesByPid): ParsedRow =>
  row.holders.length === 0 ? row : {...row, holders: row.holders.map(holder => withName(holder, names))};

function withName(holder: Holder, {listed, shortest}: NamesByPid): Holder {
  const {pid, name} = holder.process;
  if (pid === null) return holder;
  const ofList = listed.get(pid);
  const known = ofList === undefined ? null : programName(ofList);
  const found = name === null ? known : [known, shortest.get(pid)].find(each => each && name.startsWith(`${each} `));
  return found ? {...holder, process: {...holder.process, name: found}} : holder;
}
