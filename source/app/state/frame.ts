import type {Size} from './state.ts';

/** The number of lines of each part of the screen; their sum is the number of rows. */
export type Frame = {readonly header: number; readonly titles: number; readonly body: number; readonly footer: number};

/** The frame of the list. A small pane loses the header's third and second line, then titles, footer and header. */
export function listFrame({rows}: Size): Frame {
  const header = rows >= 10 ? 3 : rows >= 7 ? 2 : rows >= 3 ? 1 : 0;
  const titles = rows >= 5 ? 1 : 0;
  const footer = rows >= 4 ? 1 : 0;
  return {header, titles, body: Math.max(0, rows - header - titles - footer), footer};
}

/** The frame of every other screen: one line above its text, and the keys below. */
export function pageFrame({rows}: Size): Frame {
  const header = rows >= 3 ? 1 : 0;
  const footer = rows >= 4 ? 1 : 0;
  return {header, titles: 0, body: Math.max(0, rows - header - footer), footer};
}
