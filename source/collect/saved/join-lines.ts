import {type Clean, sanitize} from '../../domain/text.ts';
import {readHeader} from './find-table.ts';
import type {ParsedRow} from './parsed-row.ts';
import {type Place, readLine, type Step} from './read-line.ts';
import {isOfTable} from './repair-line.ts';
import {looksLikeRow} from './row-starts.ts';
import {rowWorth} from './row-worth.ts';
import type {PortReader} from './service-port.ts';
import {unwrap} from './wrappings.ts';

/** A line, or several lines joined, that the line below may continue. */
export type Upper = {
  /** The place of the line in the text. */
  readonly place: Place;
  readonly text: Clean;
  readonly step: Step;
};

/** The longest line that is continued, in UTF-16 units. */
const maxLength = 4096;

/** The number of readings that are tried for a line. */
const maxTried = 8;

/** Widths at which terminals and mail programs break a line, perhaps within a word. */
const widths = new Set([72, 76, 78, 79, 80, 100, 120, 132]);

/**
 * The upper line joined with the line below it, where the two give more than the upper line alone: a row where the
 * upper line was no row, a row with more facts, or a header. null where they give no more.
 */
export function joinLines(upper: Upper, line: Clean, prefix: string, ports: PortReader): Upper | null {
  if (upper.text.length > maxLength || line.length > maxLength || !isOpen(upper, line)) return null;
  let best: Upper | null = null;
  const isBroken = widths.has(upper.text.length);
  const isRow = isOfTable(upper.step);
  const heads = isRow ? [upper.text] : [upper.text, ...unwrap(upper.text, prefix)].slice(0, maxTried);
  for (const rest of [line, ...unwrap(line, prefix)].slice(0, maxTried)) {
    for (const text of heads.flatMap(head => joined(head, rest, isBroken))) {
      const step = readLine(upper.place, text, ports);
      if (isMore(step, best?.step ?? upper.step, rest, isBroken)) best = {place: upper.place, text, step};
    }
    if (best) return best;
  }
  return null;
}

/** Whether the upper line lacks something that the line below may have. */
const isOpen = ({step: {result}, text}: Upper, line: string): boolean =>
  result.kind !== 'row' ||
  ((result.row.holders.every(({process}) => process.name === null) ||
    result.row.isPartial === true ||
    widths.has(text.length)) &&
    !looksLikeRow(line));

function joined(head: string, rest: string, isBroken: boolean): readonly Clean[] {
  const both = [`${head}${rest}`, `${head.trimEnd()} ${rest.trim()}`];
  return (isBroken ? both : both.reverse()).map(text => sanitize(text, maxLength * 2));
}

function isMore(step: Step, before: Step, rest: string, isBroken: boolean): boolean {
  if (!isOfTable(step) || step.result.kind === 'more') return false;
  if (step.result.kind === 'part') return before.result.kind === 'part' && isRestOfHeader(rest);
  if (!isOfTable(before)) return step.result.kind === 'row';
  if (step.result.kind !== 'row' || before.result.kind !== 'row') return false;
  if (step.result.row.isPartial && !before.result.row.isPartial) return false;
  return worth(step.result.row, isBroken) > worth(before.result.row, isBroken);
}

/** Whether a line has only titles of the last columns. */
const isRestOfHeader = (text: string): boolean =>
  readHeader(sanitize(text)) === null &&
  text
    .trim()
    .split(/\s+/)
    .every(word => lastTitles.has(word.toLowerCase()));

const titles = 'address address:port foreign inode local name node offload peer pid pid/program port process program';
const lastTitles = new Set([...titles.split(' '), 'state', '(state)', 'timer', 'user']);

// Where a line is broken within a word, the reading with the longer word is the right one.
function worth(row: ParsedRow, isBroken: boolean): number {
  const names = row.holders.flatMap(({process: {pid, name}}) => [pid, name?.replaceAll(' ', '')]);
  const letters = [...names, row.peer?.port, row.peer?.address].join('').length;
  return rowWorth(row) + (isBroken ? Math.min(letters, 500) / 5000 : 0);
}
