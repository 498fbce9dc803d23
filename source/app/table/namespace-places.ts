import {inodeName} from '../../domain/netns.ts';
import type {Netns} from '../../domain/socket.ts';
import type {AssessedSocket} from '../../judge/assess-all.ts';
import type {GroupPlace} from './groupings.ts';

const own: GroupPlace = {name: "THE HOST'S OWN", rank: 0};

/**
 * The network namespaces of rows as groups, by their names; where several have one name, as containers of two engines
 * may, also by their inodes: `web net:[4026532251]`. Linear in the rows.
 */
export function namespacePlaces(rows: readonly AssessedSocket[]): (row: AssessedSocket) => GroupPlace {
  const byName = new Map<string, Map<number, GroupPlace>>([[own.name, new Map([[0, own]])]]);
  let last: Netns | null = null;
  for (const {socket} of rows) {
    const {netns} = socket;
    if (netns === null || netns === last) continue;
    last = netns;
    const places = byName.get(netns.name) ?? new Map<number, GroupPlace>();
    byName.set(netns.name, places.set(netns.inode, {name: netns.name, rank: 1}));
  }
  for (const [name, places] of byName) {
    if (places.size === 1) continue;
    for (const inode of places.keys())
      if (inode !== 0) places.set(inode, {name: `${name} ${inodeName(inode)}`, rank: 1});
  }
  return ({socket: {netns}}) => (netns === null ? own : (byName.get(netns.name)?.get(netns.inode) ?? own));
}
