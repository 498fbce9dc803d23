import {isRowText} from './row-text.ts';

/** A piece of text that Ink writes to its screen, or a bound set (and lifted) on where the next ones show. As in its output.js. */
export type Operation =
  | {
      readonly type: 'write';
      readonly x: number;
      readonly y: number;
      readonly text: string;
      readonly transformers: readonly unknown[];
    }
  | {readonly type: 'clip'; readonly clip: Clip}
  | {readonly type: 'unclip'};

type Clip = {readonly x1?: number; readonly x2?: number; readonly y1?: number; readonly y2?: number};

type Row = {readonly operations: readonly Operation[]; readonly text: string};

/** Draws operations on a screen of the same width and of one row; its text. */
export type DrawRow = (operations: readonly Operation[]) => string;

/**
 * The rows of the last screen. `draw` gives the text of the next one, and draws only rows that are not as they were; null
 * where it cannot tell rows apart, because some text has several.
 */
export function createKeptRows() {
  let keptWidth = 0;
  let kept: readonly Row[] = [];
  return {
    draw: (operations: readonly Operation[], width: number, height: number, drawRow: DrawRow): string | null => {
      const parts = byRow(operations, height);
      if (!parts) return null;
      const before = width === keptWidth ? kept : [];
      keptWidth = width;
      kept = parts.map((part, y) => {
        const old = before[y];
        return old && isSame(old.operations, part)
          ? old
          : {operations: part, text: onlyText(part, width) ?? drawRow(part)};
      });
      return kept.map(({text}) => text).join('\n');
    },
  };
}

/** The operations of each row as if it were the only one; null where a text has several rows. */
function byRow(operations: readonly Operation[], height: number): readonly (readonly Operation[])[] | null {
  const rows: Operation[][] = Array.from({length: height}, () => []);
  const clips: Clip[] = [];
  for (const operation of operations) {
    if (operation.type === 'clip') clips.push(operation.clip);
    else if (operation.type === 'unclip') clips.pop();
    else if (operation.text.includes('\n')) return null;
    else {
      const {y} = operation;
      const write = {...operation, y: 0};
      const bounds = clips.map((clip): Operation => ({type: 'clip', clip: movedUp(clip, y)}));
      rows[y]?.push(...bounds, write, ...bounds.map((): Operation => ({type: 'unclip'})));
    }
  }
  return rows;
}

/** The text of a row that is nothing but one text from its left edge on; null where it has to be drawn. */
function onlyText([first, second]: readonly Operation[], width: number): string | null {
  if (!first) return '';
  if (second || first.type !== 'write' || first.x !== 0 || first.transformers.length > 0) return null;
  return isRowText(first.text, width) ? first.text.trimEnd() : null;
}

const movedUp = ({x1, x2, y1, y2}: Clip, rows: number): Clip => ({
  ...(x1 === undefined ? {} : {x1}),
  ...(x2 === undefined ? {} : {x2}),
  ...(y1 === undefined ? {} : {y1: y1 - rows}),
  ...(y2 === undefined ? {} : {y2: y2 - rows}),
});

const isSame = (before: readonly Operation[], now: readonly Operation[]): boolean =>
  before.length === now.length && before.every((operation, index) => isEqual(operation, now[index]));

function isEqual(a: Operation, b: Operation | undefined): boolean {
  if (a.type === 'write' && b?.type === 'write')
    return a.x === b.x && a.text === b.text && areEqual(a.transformers, b.transformers);
  if (a.type === 'clip' && b?.type === 'clip') return areEqual(boundsOf(a.clip), boundsOf(b.clip));
  return a.type === b?.type;
}

const boundsOf = ({x1, x2, y1, y2}: Clip): readonly unknown[] => [x1, x2, y1, y2];

const areEqual = (a: readonly unknown[], b: readonly unknown[]): boolean =>
  a.length === b.length && a.every((each, index) => each === b[index]);
