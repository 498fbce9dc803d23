import type {PlacedColumn} from './column.ts';
import type {Needs} from './natural-widths.ts';

/** A column with the cells that it lacks, or where they are negative, can spare. */
type Trader = {readonly id: string; readonly claim: number; readonly lack: number};

/**
 * The same columns on as many cells: those in which something would be cut get what others do not need, by their claims. No
 * column gets more than it needs, and none gives what it needs itself, or its title with an arrow behind it.
 */
export function tradeCells(placed: readonly PlacedColumn[], needs: Needs): readonly PlacedColumn[] {
  const traders = placed.flatMap(each => traderOf(each, needs));
  const takers = traders.filter(({lack}) => lack > 0).sort((a, b) => a.claim - b.claim);
  const givers = traders.filter(({lack}) => lack < 0).sort((a, b) => a.lack - b.lack);
  const traded = Math.min(sumOf(takers), sumOf(givers));
  const changes = new Map([...share(takers, traded), ...share(givers, traded)]);
  return placed.map(({column, cells}) => ({column, cells: cells + (changes.get(column.id) ?? 0)}));
}

function traderOf({column: {id, claim, title}, cells}: PlacedColumn, needs: Needs): readonly Trader[] {
  const need = needs[id];
  if (claim === undefined || need === undefined) return [];
  return [{id, claim, lack: Math.max(need, Math.min(cells, title.length + 1)) - cells}];
}

const sumOf = (traders: readonly Trader[]): number => traders.reduce((sum, {lack}) => sum + Math.abs(lack), 0);

/** Has each take, or give, as much as it can until `cells` are moved. */
function share(traders: readonly Trader[], cells: number): readonly (readonly [id: string, change: number])[] {
  let left = cells;
  return traders.map(({id, lack}) => {
    const moved = Math.min(left, Math.abs(lack));
    left -= moved;
    return [id, Math.sign(lack) * moved];
  });
}
