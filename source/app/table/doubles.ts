import type {Owner} from '../../domain/socket.ts';
import type {AssessedSocket} from '../../judge/assess-all.ts';

/** Rows of which none shows the same as the row before it, and the number of sockets that a row stands for. */
export type Folded = {
  readonly rows: readonly AssessedSocket[];
  /** Rows that stand for several sockets. */
  readonly times: ReadonlyMap<AssessedSocket, number>;
};

/**
 * Folds sockets that wait at the same address and port for the same processes with the same verdict (SO_REUSEPORT,
 * socket(7)): named(8) has one for each thread. Every order of the table places them beside one another. Rows for
 * which `isMarked` holds stay by themselves. Linear in the rows.
 */
export function foldDoubles(rows: readonly AssessedSocket[], isMarked: (row: AssessedSocket) => boolean): Folded {
  const times = new Map<AssessedSocket, number>();
  let left: AssessedSocket[] | null = null;
  let last: AssessedSocket | undefined;
  // An index, and no copy before there is a double: most rows are connections, which are never doubles.
  for (let index = 0; index < rows.length; index++) {
    const row = rows[index] as AssessedSocket;
    if (row.socket.peer === null && last && isDouble(last, row) && !isMarked(last) && !isMarked(row)) {
      left ??= rows.slice(0, index);
      times.set(last, (times.get(last) ?? 1) + 1);
      continue;
    }
    left?.push(row);
    last = row;
  }
  return {rows: left ?? rows, times};
}

function isDouble({socket: a, assessment}: AssessedSocket, {socket: b, assessment: other}: AssessedSocket): boolean {
  return (
    a.peer === null &&
    b.peer === null &&
    a.local.port === b.local.port &&
    a.protocol === b.protocol &&
    a.family === b.family &&
    a.state === b.state &&
    a.netns === b.netns &&
    a.local.address === b.local.address &&
    a.local.interface === b.local.interface &&
    a.uid === b.uid &&
    assessment.verdict === other.verdict &&
    assessment.why === other.why &&
    hasSameHolders(a.owner, b.owner)
  );
}

const hasSameHolders = (a: Owner, b: Owner): boolean =>
  a === b ||
  (a.known &&
    b.known &&
    a.value.length === b.value.length &&
    a.value.every(({process}, index) => process === b.value[index]?.process));
