import type {Clean} from '../../domain/text.ts';
import {formats} from './formats.ts';
import type {Format, Outcome, ReadRow} from './parsed-row.ts';
import type {PortReader} from './service-port.ts';

/** Finds out, line by line, which table a line belongs to. */
export type TableFinder = {
  /** Whether a line is the head of a table. The rows below it make a table of their own. */
  readonly head: (line: Clean) => boolean;
  /** Ends the table: what follows is another one. */
  readonly end: () => void;
  /** What a line is, or null where no table takes it; `first` for the first line of a table. */
  readonly take: (line: Clean) => {readonly outcome: Outcome; readonly first: boolean} | null;
  /** Whether there was a table, or the head of one, before. */
  readonly started: () => boolean;
  /** Names of the formats found, in order. */
  readonly names: () => readonly string[];
};

/**
 * The table that is being read comes first. A line that it does not know may begin another: one whose head stands above,
 * or one without head (`ss -H`, or `netstat | grep`), recognised by its first row.
 */
export function findTables(ports: PortReader): TableFinder {
  const names = new Set<string>();
  let heading: {readonly line: Clean; readonly formats: readonly Format[]} | null = null;
  let reading: {readonly format: Format; readonly read: ReadRow} | null = null;

  const begin = (line: Clean): Outcome | null => {
    for (const format of [...(heading?.formats ?? []), ...formats]) {
      const header = heading?.formats.includes(format) ? heading.line : null;
      const read = format.open(ports, header);
      const outcome = read(line);
      if (!outcome) continue;
      reading = {format, read};
      if (!format.ofProcesses) names.add(format.name);
      return outcome;
    }
    return null;
  };

  return {
    head: line => {
      const found = formats.filter(format => format.header(line));
      if (found.length === 0) return false;
      heading = {line, formats: found};
      reading = null;
      return true;
    },
    end: () => {
      reading = null;
    },
    take: line => {
      const known = reading?.read(line);
      if (known) return {outcome: known, first: false};
      const outcome = begin(line);
      return outcome && {outcome, first: true};
    },
    started: () => heading !== null || names.size > 0,
    names: () => {
      const [only] = heading?.formats ?? [];
      return names.size === 0 && only && !only.ofProcesses ? [only.name] : [...names];
    },
  };
}
