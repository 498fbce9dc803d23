import type {ListState, State} from '../../app/state/state.ts';
import {type DriftEntry, type DriftGroup, driftReport, isDrift, reportKinds} from '../../app/table/drift-report.ts';
import {driftWords} from '../../app/table/drift-words.ts';
import {type Line, line, span, type Tone} from '../../domain/line.ts';
import {noBaseline} from '../help/no-baseline.ts';
import {cut, fit, steady, width, wrap} from '../text/fit.ts';
import type {Symbols} from '../text/symbols.ts';
import {blank, paragraph} from '../text/write.ts';

/** The title of the screen. */
export const driftTitle = ({list}: State): string =>
  list?.snapshot.baseline ? `differences from ${list.snapshot.baseline.path}` : 'differences from the baseline';

/**
 * All differences from the accepted baseline, whatever the filter: groups by kind, loudest first, notes last; each line
 * with the socket, its program, and both sides. Without a baseline: its use, and the key that starts one.
 */
export function driftPageLines(
  {assessed, snapshot}: ListState,
  cells: number,
  {symbols, readOnly, whyNotAccepting}: State['settings'],
): readonly Line[] {
  const unread = snapshot.problems.find(({kind}) => kind === 'baseline');
  if (unread) return paragraph(`${unread.text}.`, cells, 'error', 0);
  if (!snapshot.baseline) {
    const [use, start] = noBaseline;
    const next = readOnly ? [] : [whyNotAccepting ? `None can be started here: ${whyNotAccepting}.` : start];
    return [use, ...next].flatMap(sentence => paragraph(sentence, cells, 'normal', 0));
  }
  const groups = driftReport(assessed.rows, assessed.gone);
  const {length} = snapshot.baseline.blocks;
  const blocks = `${length} ${length === 1 ? 'block' : 'blocks'}`;
  if (groups.length === 0) return paragraph(`Nothing differs from the ${blocks} of the baseline.`, cells, 'normal', 0);
  return groups.flatMap((group, index) => [...(index === 0 ? [] : [blank]), ...groupLines(group, cells, symbols)]);
}

/** The cells of socket and program; the rest of the line is for the difference. */
const columnsOf = (cells: number): readonly [socket: number, program: number] => [
  Math.max(12, Math.min(36, Math.floor(cells * 0.3))),
  Math.max(8, Math.min(24, Math.floor(cells * 0.18))),
];

/** The tone of a group: notes are dim, and a block that is gone alarms nobody. */
const toneOf = (kind: DriftGroup['kind']): Tone =>
  kind === 'new' ? 'strong' : isDrift(kind) ? 'suspect' : kind === 'gone' ? 'normal' : 'dim';

function groupLines({kind, entries}: DriftGroup, cells: number, symbols: Symbols): readonly Line[] {
  const tone = toneOf(kind);
  const title = `${kind.toUpperCase()} ${entries.length}`;
  return [
    line(span(title, tone === 'dim' ? 'dim' : 'heading'), span(cut(`  ${reportKinds[kind]}`, cells, ''), 'dim')),
    ...entries.flatMap(entry => entryLines(entry, tone, cells, symbols)),
  ];
}

/** Socket, program and difference in columns; a long difference goes on below, in its column. */
function entryLines(entry: DriftEntry, tone: Tone, cells: number, symbols: Symbols): readonly Line[] {
  const words = driftWords(entry, symbols);
  const [socketCells, programCells] = columnsOf(cells);
  const socket = fit(steady(words.socket), socketCells, 'left', symbols.ellipsis);
  const program = fit(steady(words.program), programCells, 'left', symbols.ellipsis);
  const start = `  ${socket} ${program} `;
  const room = Math.max(10, cells - width(start));
  const [first = '', ...rest] = wrap(steady(words.difference), room);
  const rowTone = tone === 'dim' ? 'dim' : 'normal';
  return [
    line(span(start, rowTone), span(first, tone)),
    ...rest.map(part => line(span(' '.repeat(width(start))), span(part, tone))),
  ];
}
