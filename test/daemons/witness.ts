/** What ss(8) says of sockets, against which portwatch is held. */

export type End = {readonly address: string; readonly port: number};

/** One socket of `--json`, as far as it is compared. */
export type Judged = {
  readonly key: string;
  readonly protocol: string;
  readonly state: string;
  readonly local: End;
  readonly peer: End | null;
  readonly direction: string;
  readonly inode: number | null;
  readonly role: string | null;
  readonly netns: {readonly name: string} | null;
  readonly owner: {
    readonly known: boolean;
    readonly why?: string;
    readonly processes?: readonly {readonly pid: number; readonly name: string; readonly unit: string | null}[];
  };
  readonly assessment: {
    readonly verdict: string;
    readonly rule: string;
    readonly why: string;
    readonly checks: readonly {readonly id: string; readonly result: string; readonly detail: string}[];
  };
};

/** Pids by inode, from the output of `ss -Htunape`. */
export function holdersIn(output: string): ReadonlyMap<number, readonly number[]> {
  const found = output.split('\n').flatMap(line => {
    const inode = Number(line.match(/\bino:(\d+)/)?.[1] ?? 0);
    const pids = [...line.matchAll(/,pid=(\d+),fd=/g)].map(([, pid]) => Number(pid));
    return inode === 0 ? [] : [[inode, [...new Set(pids)].sort((a, b) => a - b)] as const];
  });
  return new Map(found);
}

/** Ports of TCP that are listened on, from the output of `ss -Htln`. */
export const listenedIn = (output: string): ReadonlySet<number> =>
  new Set(
    output.split('\n').flatMap(
      line =>
        Number(
          line
            .trim()
            .split(/\s+/)[3]
            ?.match(/:(\d+)$/)?.[1],
        ) || [],
    ),
  );

/** A line about each socket that both lists of ss have alike and that is said to be of other processes, or of none. */
export const wrongOwners = (
  sockets: readonly Judged[],
  before: ReadonlyMap<number, readonly number[]>,
  after: ReadonlyMap<number, readonly number[]>,
): readonly string[] =>
  sockets.flatMap(socket => {
    const [wanted, still] = [before.get(socket.inode ?? 0), after.get(socket.inode ?? 0)];
    if (wanted === undefined || String(wanted) !== String(still) || wanted.length === 0) return [];
    const pids = (socket.owner.processes ?? []).map(({pid}) => pid).sort((a, b) => a - b);
    return String(pids) === String(wanted) ? [] : [`${textOf(socket)}: pids ${pids}, ss has ${wanted}`];
  });

/** A line about each connection whose direction is not the one that follows from the ports that were listened on. */
export const wrongDirections = (sockets: readonly Judged[], listened: ReadonlySet<number>): readonly string[] =>
  sockets.flatMap(socket => {
    const {protocol, local, peer, direction} = socket;
    if (protocol !== 'tcp' || peer === null) return [];
    const wanted = listened.has(local.port) ? 'inbound' : 'outbound';
    return direction === wanted ? [] : [`${textOf(socket)}: ${direction}, was opened ${wanted}`];
  });

/** A line about each suspect socket, with what speaks against it. */
export const suspects = (sockets: readonly Judged[]): readonly string[] =>
  sockets
    .filter(({assessment}) => assessment.verdict === 'suspect')
    .map(socket => {
      const failed = socket.assessment.checks.filter(({result}) => result === 'fail');
      const details = failed.map(({id, detail}) => `${id}: ${detail}`).join('; ');
      return `${textOf(socket)}: ${socket.assessment.why} ${details}`;
    });

export function textOf({protocol, state, local, peer, owner, role}: Judged): string {
  const names = (owner.processes ?? []).map(({name, pid}) => `${name}/${pid}`);
  const holder = `${owner.known ? names.slice(0, 3).join(' ') : (owner.why ?? '')}${role === null ? '' : ` (${role})`}`;
  const end = (each: End): string => `${each.address.includes(':') ? `[${each.address}]` : each.address}:${each.port}`;
  return [protocol, state, end(local), ...(peer ? [end(peer)] : []), holder].join(' ');
}
