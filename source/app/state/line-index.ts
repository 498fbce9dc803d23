import type {AssessedSocket} from '../../judge/assess-all.ts';
import {memoizeLastFor} from '../../screens/text/memoize-last.ts';
import {type Alike, isAlike, type TableLine} from '../table/alike.ts';
import type {Group} from '../table/group-rows.ts';
import type {LineId, State} from './state.ts';

/**
 * One line of the list: the heading of a group (`alike` and `row` are null), several alike sockets (`row` is null), or
 * a socket; `alike` of a socket is the line above it that was unfolded.
 */
export type ListLine = {readonly group: Group; readonly alike: Alike | null; readonly row: AssessedSocket | null};

/**
 * The lines of the list by index, made only when read: each group's heading, then its lines unless it is folded; below
 * a line that stands for several sockets these, where it is unfolded.
 */
export type Lines = {
  readonly length: number;
  /** Logarithmic in the groups. */
  readonly at: (index: number) => ListLine | null;
  /** -1 where the line is not in the list. Linear in the lines, constant near the last line that was found. */
  readonly indexOf: (id: LineId) => number;
  /** The index of the line that stands for the socket with this key and others; -1 without one. Linear in the rows. */
  readonly indexOfAlike: (key: string) => number;
};

/** Lines that follow one another, from the index `start` on: a heading, lines of a group, or sockets of one line. */
type Run = {
  readonly start: number;
  readonly length: number;
  readonly group: Group;
  readonly above: Alike | null;
  /** null for a heading. */
  readonly items: readonly TableLine[] | null;
  /** The index in `items` of the first of these lines. */
  readonly from: number;
};

const noGroups: readonly Group[] = [];

/** The lines of the list on the screen; none before the first good poll. */
export const linesOf = ({list, folded, unfolded}: State): Lines =>
  listLines(list?.groups ?? noGroups, folded, unfolded);

const listLines = memoizeLastFor(
  (groups: readonly Group[], folded: ReadonlySet<string>, unfolded: ReadonlySet<string>): Lines => {
    const {runs, length} = runsOf(groups, folded, unfolded);
    let lastFound = 0;

    const at = (index: number): ListLine | null => {
      const run = index < 0 || index >= length ? undefined : runs[runIndex(runs, index)];
      if (!run) return null;
      const item = run.items?.[run.from + index - run.start];
      if (item === undefined) return {group: run.group, alike: null, row: null};
      return isAlike(item)
        ? {group: run.group, alike: item, row: null}
        : {group: run.group, alike: run.above, row: item};
    };
    const isAt = (index: number, id: LineId): boolean => {
      const line = at(index);
      return line !== null && isSameLine(idOf(line), id);
    };
    const search = (isIt: (item: TableLine) => boolean): number => {
      for (const {start, length: count, items, from} of runs) {
        if (!items) continue;
        for (let index = 0; index < count; index++) if (isIt(items[from + index] as TableLine)) return start + index;
      }
      return -1;
    };
    const find = (id: LineId): number => {
      if ('group' in id) return runs.find(({items, group}) => items === null && group.id === id.group)?.start ?? -1;
      if ('alike' in id) return search(item => isAlike(item) && item.id === id.alike);
      return search(item => !isAlike(item) && item.socket.key === id.socket);
    };
    return {
      length,
      at,
      indexOf: id => {
        const index = [lastFound, lastFound + 1, lastFound - 1].find(near => isAt(near, id)) ?? find(id);
        if (index >= 0) lastFound = index;
        return index;
      },
      indexOfAlike: key => search(item => isAlike(item) && item.rows.some(({socket}) => socket.key === key)),
    };
  },
);

function runsOf(groups: readonly Group[], folded: ReadonlySet<string>, unfolded: ReadonlySet<string>) {
  const runs: Run[] = [];
  let start = 0;
  const push = (run: Omit<Run, 'start'>): void => {
    if (run.length === 0) return;
    runs.push({start, ...run});
    start += run.length;
  };
  for (const group of groups) {
    push({length: 1, group, above: null, items: null, from: 0});
    if (folded.has(group.id)) continue;
    const {lines, alikes} = group;
    let from = 0;
    if (alikes.some(({id}) => unfolded.has(id))) {
      for (const [index, line] of lines.entries()) {
        if (!isAlike(line) || !unfolded.has(line.id)) continue;
        push({length: index + 1 - from, group, above: null, items: lines, from});
        push({length: line.rows.length, group, above: line, items: line.rows, from: 0});
        from = index + 1;
      }
    }
    push({length: lines.length - from, group, above: null, items: lines, from});
  }
  return {runs, length: start};
}

/** The index of the run that has the line with this index, by a binary search. */
function runIndex(runs: readonly Run[], index: number): number {
  let [low, high] = [0, runs.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((runs[middle] as Run).start <= index) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** The id of a line, by which it is found in another list. */
export function idOf({group, alike, row}: ListLine): LineId {
  if (row) return {socket: row.socket.key};
  return alike ? {alike: alike.id} : {group: group.id};
}

/** Whether two ids are of one line. */
export const isSameLine = (a: LineId, b: LineId): boolean =>
  ('socket' in a && 'socket' in b && a.socket === b.socket) ||
  ('alike' in a && 'alike' in b && a.alike === b.alike) ||
  ('group' in a && 'group' in b && a.group === b.group);
