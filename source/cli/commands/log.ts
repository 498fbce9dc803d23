import {fstatSync} from 'node:fs';
import type {GoodQuery} from '../../app/table/filter/query.ts';
import {compareGaps, type Gaps, gapsOf} from '../../app/table/log/coverage-log.ts';
import {warning} from '../../app/table/log/log-kinds.ts';
import {changeLines, firstLine, type LogLine} from '../../app/table/log/log-line.ts';
import {shownChanges} from '../../app/table/shown-changes.ts';
import {summarise} from '../../app/table/summary.ts';
import {inAscii} from '../../screens/text/fit.ts';
import {type Watch, watch} from './watch.ts';

type Log = Watch & {
  readonly query: GoodQuery;
  /** Whether output and errors go to the journal, which reads the priority of a line from `<4>` before it. */
  readonly isJournal: Readonly<Record<'output' | 'errors', boolean>>;
};

/**
 * Writes a line of text for everything worth one: the state at the first poll, then changes of sockets and of the
 * coverage; otherwise as `watch`.
 */
export async function log({query, isJournal, ...watched}: Log): Promise<void> {
  const {typeFilter, settings} = watched;
  let gaps: Gaps = new Map();
  const toText = ({priority, text}: LogLine): string =>
    `${isJournal.output ? `<${priority}>` : ''}${settings.ascii ? inAscii(text) : text}`;
  const prefix = isJournal.errors ? `<${warning}>` : '';
  await watch(
    watched,
    ({assessed, list: {snapshot}}, isFirst) => {
      const found = gapsOf(snapshot.problems, snapshot.evidence);
      if (isFirst) {
        gaps = found;
        const all = assessed.rows.map(row => ({row}));
        const shown = shownChanges(all, typeFilter, query).map(({row}) => row);
        return [toText(firstLine(summarise(shown), snapshot))];
      }
      const compared = compareGaps(gaps, found);
      gaps = compared.gaps;
      return [...changeLines(assessed, typeFilter, query, settings.symbols), ...compared.lines].map(toText);
    },
    prefix,
  );
}

/**
 * Whether a file descriptor is the stream to the journal that systemd names in JOURNAL_STREAM, as `8:12345`: device
 * and inode (systemd.exec(5)). A redirection in the unit's own command is another file.
 */
export function isJournalStream(descriptor: number, stream: string | undefined): boolean {
  if (!stream) return false;
  try {
    const {dev, ino} = fstatSync(descriptor, {bigint: true});
    return stream === `${dev}:${ino}`;
  } catch {
    return false;
  }
}
