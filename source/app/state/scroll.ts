import type {Action} from '../keys/bindings.ts';
import {clamp} from './list-lines.ts';
import type {State} from './state.ts';

/** A section of the detail that a key goes to, wherever it starts as the sections above it grow. */
export type Anchor = 'lsof' | 'acceptance';

/** The number of lines of a page, and the lines at which these sections start (0 where it has none). */
export type PageMetrics = {readonly height: number; readonly tops: Readonly<Record<Anchor, number>>};

/** Measures the page on the screen: a detail, the help, the closed sockets or the differences from the baseline. */
export type MeasurePage = (state: State) => PageMetrics;

const page = (body: number): number => Math.max(1, body - 1);
const half = (body: number): number => Math.max(1, Math.floor(body / 2));

/** The number of lines that each movement covers in a body of `body` lines; negative for up. */
const steps = {
  next: () => 1,
  previous: () => -1,
  'page-down': page,
  'page-up': body => -page(body),
  'half-down': half,
  'half-up': body => -half(body),
  first: () => Number.NEGATIVE_INFINITY,
  last: () => Number.POSITIVE_INFINITY,
} as const satisfies Partial<Record<Action, (body: number) => number>>;

export type Movement = keyof typeof steps;

export const isMovement = (action: Action): action is Movement => action in steps;

/** The lines that a movement covers in a body of `body` lines; negative for up. */
export const stepOf = (movement: Movement, body: number): number => steps[movement](body);

/** The first line of a page that a body of `body` lines shows; the last page stays full. */
export const firstLine = (scroll: number | Anchor, {height, tops}: PageMetrics, body: number): number =>
  clamp(typeof scroll === 'number' ? scroll : tops[scroll], 0, Math.max(0, height - body));

/** The first line after a movement. */
export const scrolled = (scroll: number | Anchor, movement: Movement, metrics: PageMetrics, body: number): number =>
  firstLine(firstLine(scroll, metrics, body) + stepOf(movement, body), metrics, body);
