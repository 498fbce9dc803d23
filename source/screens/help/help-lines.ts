import type {Mode} from '../../app/keys/binding.ts';
import {bindingsOf} from '../../app/keys/bindings.ts';
import {writeKey} from '../../app/keys/write-key.ts';
import {columns} from '../../app/table/columns.ts';
import {type Line, line, span} from '../../domain/line.ts';
import type {LocalFamily} from '../../domain/snapshot.ts';
import type {Standing} from '../../judge/baseline/standing.ts';
import {fit} from '../text/fit.ts';
import type {Symbols} from '../text/symbols.ts';
import {blank, heading, labelled, paragraph} from '../text/write.ts';
import {noBaseline} from './no-baseline.ts';

/** The cells for the names of keys. */
const keyCells = 20;

export const verdictHelp: readonly (readonly [Standing, string])[] = [
  ['explained', 'there is a reason why it may be safe, and nothing that can be seen contradicts it. Not a guarantee.'],
  ['accepted', 'an administrator accepted it, and it is as it was then. Stands in place of the verdict.'],
  ['learn', 'nothing vouches for it: learn what it is. Enter shows how.'],
  ['suspect', 'the evidence contradicts the reason, a warning applies, or no process holds it.'],
];

/** Names of screens that differ from their mode. */
const titles: Partial<Record<Mode, string>> = {closed: 'CLOSED SOCKETS', drift: 'DIFFERENCES'};

/** The marks beside the cursor, from the one that wins. */
const markHelp: readonly (readonly [keyof Symbols['mark'], string])[] = [
  ['closed', 'it has closed, and stays in the list for three refreshes'],
  ['drift', 'not as the baseline has it: it drifted, or nobody accepted it. D lists the differences.'],
  ['changed', 'the last refresh changed it; the last column has the change'],
  ['new', 'the last refresh found it first'],
];

export type HelpOptions = {
  readonly cells: number;
  readonly symbols: Symbols;
  readonly ascii: boolean;
  readonly readOnly?: boolean;
  /** Notes on owners and sockets that the last poll could not see. */
  readonly problems: readonly string[];
  /** Facts of the whole host that bear on every verdict. */
  readonly hostNotes?: readonly string[];
  /** Whether there is a baseline to compare with, or one that could not be read. Absent: there is. */
  readonly hasBaseline?: boolean;
  /** Sockets that never leave this machine, and have no rows. */
  readonly localFamilies?: readonly LocalFamily[];
};

/**
 * The help of one screen: its keys; for the list also the problems of the last poll, notes on the host, the verdicts,
 * the marks and the columns.
 */
export function helpLines(mode: Mode, options: HelpOptions): readonly Line[] {
  const {
    cells,
    symbols,
    ascii,
    readOnly = false,
    problems,
    hostNotes = [],
    localFamilies = [],
    hasBaseline = true,
  } = options;
  const keys = bindingsOf(mode, readOnly).flatMap(({keys: names, help}) =>
    labelled(names.map(name => writeKey(name, ascii)).join(' '), help, cells, 'normal', keyCells),
  );
  const title = `KEYS OF THE ${titles[mode] ?? mode.toUpperCase()}`;
  if (mode !== 'list') return [heading(title), ...keys];
  const gaps = problems.flatMap(text => paragraph(text, cells, 'learn'));
  return [
    ...(gaps.length === 0 ? [] : [heading('NOT SEEN BY THE LAST REFRESH'), ...gaps, blank]),
    ...(hostNotes.length === 0
      ? []
      : [heading('OF THIS HOST'), ...hostNotes.flatMap(text => paragraph(`${text}.`, cells, 'learn')), blank]),
    heading(title),
    ...keys,
    blank,
    heading('VERDICTS'),
    ...verdictHelp.flatMap(([verdict, words]) => {
      const [first, ...rest] = labelled(`${symbols.verdict[verdict]} ${verdict}`, words, cells);
      return first ? [tinted(first, verdict), ...rest] : [];
    }),
    blank,
    heading('MARKS'),
    ...markHelp.flatMap(([mark, words]) => labelled(symbols.mark[mark], words, cells)),
    ...(hasBaseline || readOnly
      ? []
      : [blank, heading('BASELINE'), ...noBaseline.flatMap(text => paragraph(text, cells))]),
    blank,
    heading('COLUMNS'),
    ...columns.flatMap(({title: name, help}) => labelled(name, help, cells)),
    ...(localFamilies.length === 0
      ? []
      : [blank, heading('NOT SHOWN, LOCAL TO THIS MACHINE'), ...paragraph(familyCounts(localFamilies), cells)]),
  ];
}

/** `312 UNIX, 14 netlink`. */
const familyCounts = (families: readonly LocalFamily[]): string =>
  families.map(({name, count}) => `${count} ${name}`).join(', ');

/** A labelled line whose label has the colour of a verdict. */
function tinted({spans}: Line, verdict: Standing): Line {
  const [label, ...rest] = spans;
  return line(span(fit(label?.text ?? '', label?.text.length ?? 0), verdict), ...rest);
}
