import type {Size} from './state.ts';

/** How many lines each part of the screen gets; their sum is the number of rows. */
export type Frame = {readonly header: number; readonly titles: number; readonly body: number; readonly footer: number};

/** Small panes give up the header's second and third line, then the footer, then the titles, then the header. */
export function listFrame({rows}: Size): Frame {
  const header = rows >= 10 ? 3 : rows >= 7 ? 2 : rows >= 3 ? 1 : 0;
  const titles = rows >= 5 ? 1 : 0;
  const footer = rows >= 4 ? 1 : 0;
  return {header, titles, body: Math.max(0, rows - header - titles - footer), footer};
}

/** Of the detail and the help: one line above, the keys below. */
export function pageFrame({rows}: Size): Frame {
  const header = rows >= 3 ? 1 : 0;
  const footer = rows >= 4 ? 1 : 0;
  return {header, titles: 0, body: Math.max(0, rows - header - footer), footer};
}
