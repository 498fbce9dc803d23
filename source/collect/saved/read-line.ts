import type {Clean} from '../../domain/text.ts';
import {beginTable, continueTable, type Header, type OpenTable, readHeader} from './find-table.ts';
import {type LineResult, part, skip} from './format.ts';
import {type FormatId, formats} from './formats.ts';
import {maxLineLength} from './lines.ts';
import {classifyNoise, type NoiseLine, sectionTitle} from './noise-lines.ts';
import {looksLikeRow} from './row-starts.ts';
import type {PortReader} from './service-port.ts';

/** A place in a text, with all that the lines above decide about the next line. */
export type Place = {
  /** The last header above. */
  readonly header: Header | null;
  /** The table that the line above belongs to; null at a header or title. */
  readonly table: OpenTable | null;
  /** The name that rows are counted under in a section of netstat without internet sockets; null elsewhere. */
  readonly section: string | null;
  /** Formats of the tables of sockets above, in the order of their first row. */
  readonly formats: readonly FormatId[];
};

export const startOfText: Place = {header: null, table: null, section: null, formats: []};

/** A line as it was read, and the place below it. */
export type Step = {
  readonly place: Place;
  readonly result: LineResult | {readonly kind: 'noise'; readonly noise: NoiseLine};
  /** The line is the first row of a table. */
  readonly begins?: true;
};

/** Reads one line that is not blank. Pure. */
export function readLine(place: Place, line: Clean, ports: PortReader): Step {
  const section = sectionTitle(line);
  if (section !== null) {
    return {place: {...place, table: null, section: section === 'internet' ? null : section}, result: skip('title')};
  }
  const header = readHeader(line);
  if (header) return {place: {...place, header, table: null, section: null}, result: part};
  return line.length < maxLineLength ? readRow(place, line, ports) : readOther(place, line);
}

/** Formats of the tables of sockets in a text that ends here. A header without rows counts where no table has rows. */
export function formatsAbove(place: Place): readonly FormatId[] {
  const id = place.header?.ids[0];
  return place.formats.length === 0 && id !== undefined && isOfSockets(id) ? [id] : place.formats;
}

const isOfSockets = (id: FormatId): boolean => !formats[id].ofProcesses;

// The table above comes first. A line that the table cannot read may begin another one.
function readRow(place: Place, line: Clean, ports: PortReader): Step {
  const known = place.table && continueTable(place.table, line);
  if (known && known.result.kind !== 'unread') return {place: {...place, table: known.table}, result: known.result};
  const begun = beginTable(line, place.header, ports);
  if (!begun) return readOther({...place, table: known?.table ?? place.table}, line);
  const {table, result} = begun;
  const isNew = isOfSockets(table.id) && !place.formats.includes(table.id);
  return {
    place: {...place, table, formats: isNew ? [...place.formats, table.id] : place.formats},
    result,
    begins: true,
  };
}

// A line of no table parts the rows below from the rows above.
function readOther(place: Place, line: Clean): Step {
  const below = {...place, table: place.table && {...place.table, above: null}};
  const noise = classifyNoise(line);
  if (noise) return {place: below, result: {kind: 'noise', noise}};
  if (place.section !== null) return {place: below, result: skip(place.section)};
  const isBeforeTable = place.header === null && place.formats.length === 0 && !looksLikeRow(line);
  return {
    place: below,
    result: isBeforeTable ? skip('before-table') : {kind: 'unread'},
  };
}
