import {isPrintableRow} from './printable-row.ts';

/** A write of text to Ink's screen, or the begin or end of a bound for the following writes, as in Ink's output.js. */
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

/** Half-open bounds in cells; an absent bound is no limit. */
export type Clip = {readonly x1?: number; readonly x2?: number; readonly y1?: number; readonly y2?: number};

type Row = {readonly operations: readonly Operation[]; readonly text: string};

/** Draws operations on a screen of one row; returns its text. */
export type DrawRow = (operations: readonly Operation[]) => string;

/** Reuses every row of the last screen that has the same operations. */
export type ReusedRows = {
  /**
   * The text of a screen, rows joined by newlines. Null where one text covers several rows: then no row can be drawn
   * alone.
   */
  readonly draw: (operations: readonly Operation[], width: number, height: number, drawRow: DrawRow) => string | null;
};

/** No rows yet: the first screen is drawn whole. */
export function createReusedRows(): ReusedRows {
  let lastWidth = 0;
  let lastRows: readonly Row[] = [];
  return {
    draw: (operations, width, height, drawRow) => {
      const parts = splitByRow(operations, height);
      if (!parts) return null;
      const before = width === lastWidth ? lastRows : [];
      lastWidth = width;
      lastRows = parts.map((part, y) => {
        const old = before[y];
        return old && areSameOperations(old.operations, part)
          ? old
          : {operations: part, text: soleText(part, width) ?? drawRow(part)};
      });
      return lastRows.map(({text}) => text).join('\n');
    },
  };
}

/** The operations of each row, moved to row 0; null where one text covers several rows. */
function splitByRow(operations: readonly Operation[], height: number): readonly (readonly Operation[])[] | null {
  const rows: Operation[][] = Array.from({length: height}, () => []);
  const clips: Clip[] = [];
  for (const operation of operations) {
    if (operation.type === 'clip') clips.push(operation.clip);
    else if (operation.type === 'unclip') clips.pop();
    else if (operation.text.includes('\n')) return null;
    else {
      const {y} = operation;
      const write = {...operation, y: 0};
      const bounds = clips.map((clip): Operation => ({type: 'clip', clip: moveUp(clip, y)}));
      rows[y]?.push(...bounds, write, ...bounds.map((): Operation => ({type: 'unclip'})));
    }
  }
  return rows;
}

/**
 * The text of a row that consists of one printable text at its left edge, which no bound cuts; null where the row has
 * to be drawn.
 */
function soleText(operations: readonly Operation[], width: number): string | null {
  const cutting = operations.filter(operation => !isWide(operation, width));
  const [first, second] = cutting.filter(({type}) => type !== 'unclip');
  if (!first) return '';
  if (second || first.type !== 'write' || first.x !== 0 || first.transformers.length > 0) return null;
  return isPrintableRow(first.text, width) ? first.text.trimEnd() : null;
}

/** Whether an operation is a bound around the whole of row 0. */
const isWide = (operation: Operation, width: number): boolean => {
  if (operation.type !== 'clip') return false;
  const {x1 = 0, x2 = width, y1 = 0, y2 = 1} = operation.clip;
  return x1 <= 0 && x2 >= width && y1 <= 0 && y2 >= 1;
};

const moveUp = ({x1, x2, y1, y2}: Clip, rows: number): Clip => ({
  ...(x1 === undefined ? {} : {x1}),
  ...(x2 === undefined ? {} : {x2}),
  ...(y1 === undefined ? {} : {y1: y1 - rows}),
  ...(y2 === undefined ? {} : {y2: y2 - rows}),
});

const areSameOperations = (before: readonly Operation[], after: readonly Operation[]): boolean =>
  before.length === after.length && before.every((operation, index) => isSameOperation(operation, after[index]));

function isSameOperation(a: Operation, b: Operation | undefined): boolean {
  if (a.type === 'write' && b?.type === 'write')
    return a.x === b.x && a.text === b.text && areEqual(a.transformers, b.transformers);
  if (a.type === 'clip' && b?.type === 'clip') return areEqual(boundsOf(a.clip), boundsOf(b.clip));
  return a.type === b?.type;
}

const boundsOf = ({x1, x2, y1, y2}: Clip): readonly unknown[] => [x1, x2, y1, y2];

const areEqual = (a: readonly unknown[], b: readonly unknown[]): boolean =>
  a.length === b.length && a.every((each, index) => each === b[index]);
