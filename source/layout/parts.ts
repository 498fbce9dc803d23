import {type Line, line, type Span, span} from '../model/line.ts';
import {cut, width} from './fit.ts';

/** A piece of a line that may be said shorter, or left out. */
export type Part = {
  /** The same in other words, the longest first; an empty one leaves the part out. */
  readonly says: readonly (readonly Span[])[];
  /** The highest goes first; 0 stays, cut if need be. */
  readonly rank: number;
};

/**
 * Joins parts to a line of at most `cells`: each as long as it can be. The highest rank is said shorter first, down to the
 * lowest; then the highest is left out first.
 */
export function joinParts(parts: readonly Part[], cells: number, separator: string): Line {
  const fits = (groups: readonly (readonly Span[])[]): boolean => cellsOf(groups, separator) <= cells;
  const chosen = parts.map(({says}) => ({says, at: 0}));
  const said = () => chosen.map(({says, at}) => says[at] ?? []);
  for (const index of byRank(parts)) {
    const part = chosen[index];
    while (part && !fits(said()) && part.at < part.says.length - 1) part.at++;
  }
  let kept = said().map((spans, index) => ({spans, rank: parts[index]?.rank ?? 0}));
  while (!fits(kept.map(({spans}) => spans)) && kept.some(({rank}) => rank > 0)) {
    const worst = Math.max(...kept.map(({rank}) => rank));
    kept = kept.filter(({rank}) => rank < worst);
  }
  return cutLine(
    join(
      kept.map(({spans}) => spans),
      separator,
    ),
    cells,
  );
}

/** Indexes of parts, the highest rank first. */
const byRank = (parts: readonly Part[]): readonly number[] =>
  parts.map((_, index) => index).sort((a, b) => (parts[b]?.rank ?? 0) - (parts[a]?.rank ?? 0));

/** Puts `right` at the right edge where both fit with a gap; else `left` alone. */
export function atEdges(left: Line, right: Line, cells: number): Line {
  const gap = cells - lineWidth(left) - lineWidth(right);
  return gap >= 2 && right.spans.length > 0 ? line(...left.spans, span(' '.repeat(gap)), ...right.spans) : left;
}

export const lineWidth = ({spans}: Line): number => spans.reduce((sum, {text}) => sum + width(text), 0);

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

const cellsOf = (groups: readonly (readonly Span[])[], separator: string): number => lineWidth(join(groups, separator));

const join = (groups: readonly (readonly Span[])[], separator: string): Line =>
  line(
    ...groups
      .filter(spans => spans.length > 0)
      .flatMap((spans, index) => (index === 0 ? spans : [span(separator, 'dim'), ...spans])),
  );
