import type {Problem, UnreadFamily} from '../../domain/snapshot.ts';
import {trusted} from '../../domain/text.ts';
import {counted} from '../count-words.ts';

/** The number of holders that the text names for each family. */
const namedHolders = 3;

/**
 * One problem for all sockets that are not shown, as "2 sockets of other kinds not read: vsock 1 (socat), ping 1
 * (ping)"; empty where all sockets are shown. `listed`: the sockets in the kernel's tables, also without a process.
 * `held`: the sockets on descriptors of processes. Of each family the larger number counts.
 */
export function familyProblem(
  listed: readonly Omit<UnreadFamily, 'holders'>[],
  held: readonly UnreadFamily[],
): readonly Problem[] {
  const names = [...new Set([...held, ...listed].map(({name}) => name))];
  const families = names.map((name): UnreadFamily => {
    const [seen, tabled] = [held, listed].map(all => all.find(family => family.name === name)?.count ?? 0);
    return {
      name,
      count: Math.max(seen ?? 0, tabled ?? 0),
      holders: held.find(family => family.name === name)?.holders ?? [],
    };
  });
  const total = families.reduce((sum, {count}) => sum + count, 0);
  if (total === 0) return [];
  const kinds = counted(total, 'socket of another kind', 'sockets of other kinds');
  return [
    {
      kind: 'family-not-read',
      count: total,
      text: trusted(`${kinds} not read: ${families.map(familyWords).join(', ')}`),
    },
  ];
}

function familyWords({name, count, holders}: UnreadFamily): string {
  if (holders.length === 0) return `${name} ${count}`;
  const more = holders.length > namedHolders ? ', …' : '';
  return `${name} ${count} (${holders.slice(0, namedHolders).join(', ')}${more})`;
}
