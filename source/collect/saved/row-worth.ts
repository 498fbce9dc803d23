import type {ParsedRow} from './parsed-row.ts';

/** A measure of the facts that a row has and that another reading of the same text may lack; more is better. */
export function rowWorth({state, holders, inode, peer, recvQueue, user, uid, v6only, tcp}: ParsedRow): number {
  const facts = holders.flatMap(({process: {pid, name}, descriptors}) => [pid, name, ...descriptors]);
  const others = [inode, peer, recvQueue, user ?? uid, v6only, tcp];
  return (state === null ? 0 : 4) + 2 * countKnown(facts) + countKnown(others) / 4;
}

const countKnown = (facts: readonly unknown[]): number => facts.filter(fact => fact !== null).length;
