import {type Clean, sanitize} from '../../domain/text.ts';
import {readHeader} from './find-table.ts';
import type {ParsedRow} from './parsed-row.ts';
import {type Place, readLine, type Step} from './read-line.ts';
import {isOfTable} from './repair-line.ts';
import {looksLikeRow} from './row-starts.ts';
import {rowWorth} from './row-worth.ts';
import type {PortReader} from './service-port.ts';
import {unwrap} from './wrappings.ts';

/** A line, or lines in one, that the line below may continue. */
export type Upper = {
  /** Where it stands. */
  readonly place: Place;
  readonly text: Clean;
  readonly step: Step;
};

/** The longest line that is continued, in UTF-16 units. */
const maxLength = 4096;

/** How many readings of a line are tried. */
const maxTried = 8;

/** Widths at which terminals and mail programs break a line, which may be within a word. */
const widths = new Set([72, 76, 78, 79, 80, 100, 120, 132]);

/**
 * A line as the rest of the one above it, where both in one are more than the upper one alone: a row where the upper one
 * was none, or a row with more facts, or a header. null where they are not.
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

/** Whether something is missing that another line may have. */
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

/** Titles of columns that stand behind the others. */
const isRestOfHeader = (text: string): boolean =>
  readHeader(sanitize(text)) === null &&
  /^[\s(]*(?:(?:PID\/Program|Program|name|Process|Local|Foreign|Peer|Address(?::Port)?|Port|\(?state\)?|Timer|User|Inode|NAME|NODE|PID|Offload)[\s)]*)+$/i.test(
    text,
  );

// Within a broken word, the longer one is the whole.
function worth(row: ParsedRow, isBroken: boolean): number {
  const names = row.holders.flatMap(({process: {pid, name}}) => [pid, name?.replaceAll(' ', '')]);
  const letters = [...names, row.peer?.port, row.peer?.address].join('').length;
  return rowWorth(row) + (isBroken ? Math.min(letters, 500) / 5000 : 0);
}
