import type {LocatedBlock} from './locate-blocks.ts';
import {nextLine, type Splice, startOfLine} from './text-splices.ts';

const lineAt = (text: string, start: number): string => text.slice(start, nextLine(text, start));
const isComment = (line: string): boolean => /^[ \t]*#/.test(line);
const isBlank = (line: string): boolean => line !== '' && line.trim() === '';

/**
 * A block goes with the comments right above its header and right below its last key, and with one blank line where
 * both sides have one. Comments that start the file are its heading, and stay; comments below the last key that stand
 * right above the next header belong to that header.
 */
export function withdrawal(text: string, {start: header, end: last}: LocatedBlock): Splice {
  const top = text.startsWith('\ufeff') ? 1 : 0;
  const lineOf = (offset: number): number => Math.max(top, startOfLine(text, offset));
  let start = lineOf(header);
  while (start > top && isComment(lineAt(text, lineOf(start - 1)))) start = lineOf(start - 1);
  if (start === top) start = lineOf(header);
  let end = nextLine(text, last);
  let below = end;
  while (below < text.length && isComment(lineAt(text, below))) below = nextLine(text, below);
  if (below === text.length || isBlank(lineAt(text, below))) end = below;
  const isBlankBelow = isBlank(lineAt(text, end));
  if (start > top && isBlank(lineAt(text, lineOf(start - 1))) && (isBlankBelow || end === text.length)) {
    start = lineOf(start - 1);
  } else if (start === top && isBlankBelow) {
    end = nextLine(text, end);
  }
  return {start, end, text: ''};
}
