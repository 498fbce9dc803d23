import type {PlacedColumn} from './column.ts';
import type {NaturalWidths} from './natural-widths.ts';

/** The cells that a column lacks for its widest text; a negative deficit is a surplus. */
type Balance = {readonly id: string; readonly growPriority: number; readonly deficit: number};

/**
 * Moves cells from columns with a surplus to columns with a deficit, in the order of their growPriority; the total
 * stays. No column grows beyond its natural width, and none shrinks below it or below its title with a sort arrow.
 */
export function distributeWidth(
  placed: readonly PlacedColumn[],
  naturalWidths: NaturalWidths,
): readonly PlacedColumn[] {
  const balances = placed.flatMap(column => balanceOf(column, naturalWidths));
  const inDeficit = balances.filter(({deficit}) => deficit > 0).sort((a, b) => a.growPriority - b.growPriority);
  const inSurplus = balances.filter(({deficit}) => deficit < 0).sort((a, b) => a.deficit - b.deficit);
  const moved = Math.min(totalOf(inDeficit), totalOf(inSurplus));
  const changes = new Map([...changesInOrder(inDeficit, moved), ...changesInOrder(inSurplus, moved)]);
  return placed.map(({column, cells}) => ({column, cells: cells + (changes.get(column.id) ?? 0)}));
}

function balanceOf(
  {column: {id, growPriority, title}, cells}: PlacedColumn,
  naturalWidths: NaturalWidths,
): readonly Balance[] {
  const naturalWidth = naturalWidths[id];
  if (growPriority === undefined || naturalWidth === undefined) return [];
  return [{id, growPriority, deficit: Math.max(naturalWidth, Math.min(cells, title.length + 1)) - cells}];
}

const totalOf = (balances: readonly Balance[]): number =>
  balances.reduce((total, {deficit}) => total + Math.abs(deficit), 0);

/** Settles the balances one after the other until `cells` are moved. */
function changesInOrder(
  balances: readonly Balance[],
  cells: number,
): readonly (readonly [id: string, change: number])[] {
  let left = cells;
  return balances.map(({id, deficit}) => {
    const moved = Math.min(left, Math.abs(deficit));
    left -= moved;
    return [id, Math.sign(deficit) * moved];
  });
}
