import type {PlacedColumn} from './column.ts';
import type {NaturalWidths} from './natural-widths.ts';

/** A column with the cells that it lacks, or where they are negative, can spare. */
type Share = {readonly id: string; readonly growPriority: number; readonly deficit: number};

/**
 * The same columns on as many cells: those in which something would be cut get what others do not need, by their claims. No
 * column gets more than it needs, and none gives what it needs itself, or its title with an arrow behind it.
 */
export function distributeWidth(
  placed: readonly PlacedColumn[],
  naturalWidths: NaturalWidths,
): readonly PlacedColumn[] {
  const traders = placed.flatMap(each => shareOf(each, naturalWidths));
  const takers = traders.filter(({deficit}) => deficit > 0).sort((a, b) => a.growPriority - b.growPriority);
  const givers = traders.filter(({deficit}) => deficit < 0).sort((a, b) => a.deficit - b.deficit);
  const traded = Math.min(sumOf(takers), sumOf(givers));
  const changes = new Map([...takeInOrder(takers, traded), ...takeInOrder(givers, traded)]);
  return placed.map(({column, cells}) => ({column, cells: cells + (changes.get(column.id) ?? 0)}));
}

function shareOf(
  {column: {id, growPriority, title}, cells}: PlacedColumn,
  naturalWidths: NaturalWidths,
): readonly Share[] {
  const need = naturalWidths[id];
  if (growPriority === undefined || need === undefined) return [];
  return [{id, growPriority, deficit: Math.max(need, Math.min(cells, title.length + 1)) - cells}];
}

const sumOf = (traders: readonly Share[]): number => traders.reduce((sum, {deficit}) => sum + Math.abs(deficit), 0);

/** Has each take, or give, as much as it can until `cells` are moved. */
function takeInOrder(traders: readonly Share[], cells: number): readonly (readonly [id: string, change: number])[] {
  let left = cells;
  return traders.map(({id, deficit}) => {
    const moved = Math.min(left, Math.abs(deficit));
    left -= moved;
    return [id, Math.sign(deficit) * moved];
  });
}
