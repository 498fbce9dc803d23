import {type Clean, sanitize} from '../../domain/text.ts';
import {readHeader} from './find-table.ts';
import {flatObjects} from './json-objects.ts';
import {type Place, readLine, type Step} from './read-line.ts';
import {holdsMoreRows, rowStarts} from './row-starts.ts';
import {rowWorth} from './row-worth.ts';
import type {PortReader} from './service-port.ts';
import {standsAlone, unwrap, withoutPrefix} from './wrappings.ts';

/** The text that was read in the end for a line, and the steps of its reading. */
export type ReadText = {readonly text: Clean; readonly steps: readonly [Step, ...Step[]]};

/**
 * Reads one line: as it stands where the line gives a whole row, else without the text around the row, or as several
 * rows. `prefix` is the text that stood before the header of the table.
 */
export function readRepaired(place: Place, line: Clean, prefix: string, ports: PortReader): ReadText {
  const objects = readObjects(place, line, ports);
  if (objects) return objects;
  const stripped = standsAlone(prefix) ? withoutPrefix(line, prefix) : null;
  if (stripped !== null) {
    const step = readLine(place, stripped, ports);
    if (isOfTable(step) && !mayHoldMore(step, stripped) && !isPartial(step)) return {text: stripped, steps: [step]};
  }
  const step = readLine(place, line, ports);
  const isWhole = isUnderstood(step) && !mayHoldMore(step, line) && !isPartial(step);
  return isWhole
    ? {text: line, steps: [step]}
    : (repair(place, line, step, prefix, ports) ?? {text: line, steps: [step]});
}

const isPartial = ({result}: Step): boolean =>
  result.kind === 'row' && (result.row.isPartial === true || result.row.unknownWord !== undefined);

const mayHoldMore = ({result}: Step, line: Clean): boolean =>
  result.kind === 'row' ? holdsMoreRows(line) : result.kind === 'part' && rowStarts(line).length > 0;

/** Whether a line was read, or is known not to be a row. */
export function isUnderstood({result}: Step): boolean {
  return result.kind !== 'unread' && !(result.kind === 'skip' && result.what === 'before-table');
}

/** Whether a line is a row, a header or a part of them. */
export const isOfTable = ({result}: Step): boolean =>
  result.kind === 'row' ||
  result.kind === 'more' ||
  result.kind === 'part' ||
  result.kind === 'process' ||
  (result.kind === 'skip' && !aside.has(result.what));

const aside = new Set(['title', 'before-table', 'component', 'detail', 'file']);

function repair(place: Place, line: Clean, step: Step, prefix: string, ports: PortReader): ReadText | null {
  const texts = unwrap(line, prefix);
  const readings = texts.map(text => ({text, steps: [readLine(place, text, ports)] as const}));
  const ofTable = readings.filter(({text, steps: [read]}) => isOfTable(read) && !mayHoldMore(read, text));
  const whole = ofTable.find(
    ({steps: [read]}) => !isPartial(read) && (!isOfTable(step) || worthOf(read) > worthOf(step)),
  );
  const split = (): ReadText | null => firstOf([line, ...texts], text => readSplit(place, text, prefix, ports));
  // A row that is read in part counts, unless it is whole without the text around it.
  if (isOfTable(step)) return (isPartial(step) ? whole : null) ?? (mayHoldMore(step, line) ? split() : null);
  return whole ?? split() ?? ofTable[0] ?? null;
}

const worthOf = ({result}: Step): number =>
  result.kind === 'row' || result.kind === 'more' ? rowWorth(result.row) : -1;

function firstOf<T, R>(all: readonly T[], find: (each: T) => R | null): R | null {
  for (const each of all) {
    const found = find(each);
    if (found !== null) return found;
  }
  return null;
}

/** Reads the objects in a line of JSON, each as if it stood alone; null where the line has no socket in JSON. */
function readObjects(place: Place, line: Clean, ports: PortReader): ReadText | null {
  const steps: Step[] = [];
  for (const object of flatObjects(line) ?? []) {
    steps.push(readLine(steps.at(-1)?.place ?? place, sanitize(object, object.length), ports));
  }
  const [first, ...others] = steps;
  return first ? {text: line, steps: [first, ...others]} : null;
}

// All parts have to be rows; words before the first row may be of no table.
function readSplit(place: Place, line: Clean, prefix: string, ports: PortReader): ReadText | null {
  const starts = rowStarts(line);
  if (starts.length === 0) return null;
  const head = sanitize(line.slice(0, starts[0]), line.length);
  const parts = starts.map((start, index) => sanitize(line.slice(start, starts[index + 1]).trimEnd(), line.length));
  const steps: Step[] = [];
  let text = line;
  let here = place;
  if (readHeader(head)) {
    const step = readLine(here, head, ports);
    steps.push(step);
    here = step.place;
  }
  for (const part of parts) {
    const found = [part, ...unwrap(part, prefix)].find(each => isOfTable(readLine(here, each, ports)));
    if (found === undefined) return null;
    const step = readLine(here, found, ports);
    steps.push(step);
    here = step.place;
    text = found;
  }
  const [first, ...others] = steps;
  return first ? {text, steps: [first, ...others]} : null;
}
