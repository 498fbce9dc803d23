import type {HostNames} from '../../app/state/host-names.ts';
import type {Settings} from '../../app/state/state.ts';
import type {Rates} from '../../app/table/track-changes.ts';
import type {Inspection} from '../../domain/inspection.ts';
import type {Line} from '../../domain/line.ts';
import type {OtherSystem, SourceId} from '../../domain/snapshot.ts';
import type {AssessedSocket} from '../../judge/assess-all.ts';
import {triedRules} from '../../judge/explain.ts';
import {verifyCommands} from '../../judge/verify.ts';
import {bytesText} from '../text/bytes.ts';
import {cutLine} from '../text/parts.ts';
import {sparkline} from '../text/sparkline.ts';
import type {Symbols} from '../text/symbols.ts';
import {blank, command, heading, paragraph} from '../text/write.ts';
import type {Block, Section} from './content.ts';
import {crossCheckLines, lsofLines, lsofSaved, lsofTable, lsofWaiting} from './lsof-block.ts';
import {ownerLines} from './owner-lines.ts';
import {type ExtraFacts, socketLines} from './socket-lines.ts';
import {checkLines, failureLines, verdictLines} from './verdict-lines.ts';

/**
 * The sections of a detail, from the parts of the state that they depend on. `inspection` is null until its result is
 * there.
 */
export function sectionsOf(
  row: AssessedSocket,
  inspection: Inspection | null,
  rates: readonly Rates[],
  columns: number,
  {symbols, ascii}: Settings,
  source: SourceId | undefined,
  platform: OtherSystem | undefined,
  hostNames: HostNames,
  published: string | null,
  acceptance: readonly Line[],
): readonly Section[] {
  const {peer} = row.socket;
  const peerName = peer && hostNames.shown ? (hostNames.known.get(peer.address) ?? null) : null;
  const found = source === 'saved' ? 'saved' : inspection;
  return detailSections(row, found, columns, symbols, {
    peerName,
    traffic: trafficText(rates, columns, ascii),
    platform,
    published,
    acceptance,
  });
}

/**
 * A sparkline of the traffic since the detail was opened, and the rates of the last poll; null where no bytes are
 * counted.
 */
function trafficText(rates: readonly Rates[], columns: number, ascii: boolean): string | null {
  const last = rates.at(-1);
  if (!last) return null;
  const history = sparkline(
    rates.map(({received, sent}) => received + sent),
    Math.max(8, Math.min(60, columns - 50)),
    ascii,
  );
  return `${history} ${bytesText(last.received)}/s in, ${bytesText(last.sent)}/s out`;
}

/**
 * The sections of the detail of one socket, from top to bottom, with lines of at most `cells`. `inspection` is null
 * until its result is there, and `saved` for a socket of saved text.
 */
export function detailSections(
  row: AssessedSocket,
  inspection: Inspection | 'saved' | null,
  cells: number,
  symbols: Symbols,
  extra: ExtraFacts = {peerName: null, traffic: null},
): readonly Section[] {
  const found = inspection === 'saved' ? null : inspection;
  const {acceptance = []} = extra;
  const lines = (all: readonly Line[]): Block => linesWithin(all, cells);
  return [
    {id: 'verdict', blocks: [lines(verdictLines(row, cells, symbols))]},
    ...(acceptance.length === 0 ? [] : [{id: 'acceptance' as const, blocks: [lines(acceptance)]}]),
    {id: 'checks', blocks: [lines(checkLines(row.assessment.checks, cells))]},
    {id: 'owner', blocks: [lines(ownerLines(row, found, cells))]},
    {id: 'lsof', blocks: lsofBlocks(inspection, cells)},
    {id: 'socket', blocks: [lines(socketLines(row, cells, symbols, extra))]},
    {
      id: 'next',
      blocks: [
        lines([
          heading('CHECK IT YOURSELF'),
          ...verifyCommands(row, extra.platform).flatMap(text => command(text, cells)),
          blank,
        ]),
      ],
    },
    {id: 'rules', blocks: [lines([...failureLines(cells), ...ruleLines(row, cells)])]},
  ];
}

const linesWithin = (all: readonly Line[], cells: number): Block => ({
  kind: 'lines',
  lines: all.map(each => cutLine(each, cells)),
});

function lsofBlocks(inspection: Inspection | 'saved' | null, cells: number): readonly Block[] {
  const title = heading('LSOF');
  if (inspection === 'saved') return [linesWithin([title, ...paragraph(lsofSaved, cells), blank], cells)];
  if (!inspection) return [linesWithin([title, ...lsofWaiting, blank], cells)];
  const table = lsofTable(inspection, cells);
  return [
    linesWithin([title, ...lsofLines(inspection, cells)], cells),
    ...(table ? [table] : []),
    linesWithin([...crossCheckLines(inspection, cells), blank], cells),
  ];
}

/** The rules that do not apply, each with its first condition that the socket does not meet. */
function ruleLines(row: AssessedSocket, cells: number): readonly Line[] {
  return [
    heading('OTHER RULES, AND WHY THEY DO NOT APPLY'),
    ...triedRules(row).flatMap(({rule, because}) => paragraph(`${rule.id}: ${because}`, cells, 'dim')),
  ];
}
