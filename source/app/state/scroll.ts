import type {Action} from '../keys/bindings.ts';
import {clamp} from './list-lines.ts';
import type {State} from './state.ts';

/** Lines of the text over the list, and the line at which its lsof section starts (0 where it has none). */
export type PageMetrics = {readonly height: number; readonly lsofTop: number};

/** Measures the text on top of the screen: a detail, the help or the closed sockets. */
export type MeasurePage = (state: State) => PageMetrics;

const page = (body: number): number => Math.max(1, body - 1);
const half = (body: number): number => Math.max(1, Math.floor(body / 2));

/** Lines that each movement goes on by, in a body of `body` lines. */
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

export const stepOf = (movement: Movement, body: number): number => steps[movement](body);

/** The first line that a body of `body` lines shows of a text, never past its end. */
export const firstLine = (scroll: number | 'lsof', {height, lsofTop}: PageMetrics, body: number): number =>
  clamp(scroll === 'lsof' ? lsofTop : scroll, 0, Math.max(0, height - body));

/** The first line after a movement. */
export const scrolled = (scroll: number | 'lsof', movement: Movement, metrics: PageMetrics, body: number): number =>
  firstLine(firstLine(scroll, metrics, body) + stepOf(movement, body), metrics, body);
