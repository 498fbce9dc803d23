import {type Line, line, type Span, span} from '../../domain/line.ts';
import {cut, width} from './fit.ts';

/** A piece of a line that may be said shorter, or left out. */
export type Part = {
  /** The same in other words, the longest first; an empty one leaves the part out. */
  readonly says: readonly (readonly Span[])[];
  /** The highest goes first; 0 and less stay, cut if need be. */
  readonly rank: number;
};

/**
 * Joins parts to a line of at most `cells`. Where they do not fit, the highest rank is said shorter first, down to the
 * lowest; then the highest is left out first; what room is left goes to the lowest rank first.
 */
export function joinParts(parts: readonly Part[], cells: number, separator: string): Line {
  let chosen = parts.map(part => ({part, at: 0, widths: part.says.map(spansWidth)}));
  const gap = width(separator);
  const fits = (): boolean => {
    let used = -gap;
    for (const {part, at, widths} of chosen) if (part.says[at]?.length) used += gap + (widths[at] ?? 0);
    return Math.max(0, used) <= cells;
  };
  const fitsLonger = (each: {at: number}): boolean => {
    each.at--;
    const does = fits();
    each.at++;
    return does;
  };
  const byRank = [...chosen].sort((a, b) => a.part.rank - b.part.rank);
  for (const each of byRank.toReversed()) {
    while (!fits() && each.at < each.part.says.length - 1) each.at++;
  }
  while (!fits() && chosen.some(({part}) => part.rank > 0)) {
    const worst = Math.max(...chosen.map(({part}) => part.rank));
    chosen = chosen.filter(({part}) => part.rank < worst);
  }
  for (const each of byRank) {
    while (each.at > 0 && fitsLonger(each)) each.at--;
  }
  return cutLine(
    join(
      chosen.map(({part, at}) => part.says[at] ?? []),
      separator,
    ),
    cells,
  );
}

/** Puts `right` at the right edge where both fit with a gap; else `left` alone. */
export function atEdges(left: Line, right: Line, cells: number): Line {
  const gap = cells - lineWidth(left) - lineWidth(right);
  return gap >= 2 && right.spans.length > 0 ? line(...left.spans, span(' '.repeat(gap)), ...right.spans) : left;
}

export const lineWidth = ({spans}: Line): number => spansWidth(spans);

const spansWidth = (spans: readonly Span[]): number => spans.reduce((sum, {text}) => sum + width(text), 0);

/** Cuts a line to `cells`, span by span. */
export function cutLine({spans, ...rest}: Line, cells: number): Line {
  let room = cells;
  const kept: Span[] = [];
  for (const {text, tone} of spans) {
    if (room <= 0) break;
    kept.push({text: cut(text, room, ''), tone});
    room -= width(text);
  }
  return {...rest, spans: kept};
}

const join = (groups: readonly (readonly Span[])[], separator: string): Line =>
  line(
    ...groups
      .filter(spans => spans.length > 0)
      .flatMap((spans, index) => (index === 0 ? spans : [span(separator, 'dim'), ...spans])),
  );
