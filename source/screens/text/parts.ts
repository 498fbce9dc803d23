import {type Line, line, type Span, span} from '../../domain/line.ts';
import {cut, width} from './fit.ts';

/** A piece of a line that has shorter variants, or can be left out. */
export type LinePart = {
  /** Wordings of the same fact, the longest first. An empty one leaves the part out. */
  readonly variants: readonly (readonly Span[])[];
  /** Parts of the highest rank are left out first; parts of rank 0 and less stay, cut where necessary. */
  readonly rank: number;
};

/** For each part the index of its chosen variant; null for a part that is left out. */
type Choice = readonly (number | null)[];

/**
 * Joins parts to a line of at most `cells`. Where they do not fit, parts get shorter variants, the highest rank first;
 * then the highest ranks are left out; then parts get longer variants again as far as they fit, the lowest rank first.
 */
export function joinParts(parts: readonly LinePart[], cells: number, separator: string): Line {
  const widths = parts.map(({variants}) => variants.map(spansWidth));
  const gap = width(separator);
  const fits = (choice: Choice): boolean => {
    const used = choice.map((variant, index) =>
      variant === null || !parts[index]?.variants[variant]?.length ? 0 : gap + (widths[index]?.[variant] ?? 0),
    );
    return (
      Math.max(
        0,
        used.reduce((sum, cellsOfPart) => sum + cellsOfPart, -gap),
      ) <= cells
    );
  };
  const choice = lengthen(leaveOut(shorten(parts, fits), parts, fits), parts, fits);
  const chosen = choice.map((variant, index) => (variant === null ? [] : (parts[index]?.variants[variant] ?? [])));
  return cutLine(join(chosen, separator), cells);
}

type Fits = (choice: Choice) => boolean;

/** Indexes of parts, the lowest rank first. */
const byRank = (parts: readonly LinePart[]): readonly number[] =>
  parts.map((_, index) => index).sort((a, b) => (parts[a]?.rank ?? 0) - (parts[b]?.rank ?? 0));

function shorten(parts: readonly LinePart[], fits: Fits): Choice {
  let choice: Choice = parts.map(() => 0);
  for (const index of byRank(parts).toReversed()) {
    const count = parts[index]?.variants.length ?? 0;
    for (let variant = 1; variant < count && !fits(choice); variant++) choice = choice.with(index, variant);
  }
  return choice;
}

function leaveOut(shortest: Choice, parts: readonly LinePart[], fits: Fits): Choice {
  const ranks = [...new Set(parts.map(({rank}) => rank))].filter(rank => rank > 0).sort((a, b) => b - a);
  let choice = shortest;
  for (const worst of ranks) {
    if (fits(choice)) break;
    choice = choice.map((variant, index) => ((parts[index]?.rank ?? 0) < worst ? variant : null));
  }
  return choice;
}

function lengthen(shortest: Choice, parts: readonly LinePart[], fits: Fits): Choice {
  let choice = shortest;
  for (const index of byRank(parts)) {
    for (let variant = (choice[index] ?? 0) - 1; variant >= 0; variant--) {
      const longer = choice.with(index, variant);
      if (!fits(longer)) break;
      choice = longer;
    }
  }
  return choice;
}

/** `left`, with `right` at the right edge where both fit with a gap of two cells. */
export function atEdges(left: Line, right: Line, cells: number): Line {
  const gap = cells - lineWidth(left) - lineWidth(right);
  return gap >= 2 && right.spans.length > 0 ? line(...left.spans, span(' '.repeat(gap)), ...right.spans) : left;
}

/** The width of a line, in cells. */
export const lineWidth = ({spans}: Line): number => spansWidth(spans);

const spansWidth = (spans: readonly Span[]): number => spans.reduce((sum, {text}) => sum + width(text), 0);

/** The line, cut to `cells`. */
export function cutLine({spans, ...rest}: Line, cells: number): Line {
  let room = cells;
  const cutSpans: Span[] = [];
  for (const {text, tone} of spans) {
    if (room <= 0) break;
    cutSpans.push({text: cut(text, room, ''), tone});
    room -= width(text);
  }
  return {...rest, spans: cutSpans};
}

const join = (groups: readonly (readonly Span[])[], separator: string): Line =>
  line(
    ...groups
      .filter(spans => spans.length > 0)
      .flatMap((spans, index) => (index === 0 ? spans : [span(separator, 'dim'), ...spans])),
  );
