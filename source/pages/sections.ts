import {triedRules} from '../assess/explain.ts';
import type {Judged} from '../assess/judge.ts';
import {verifyCommands} from '../assess/verify.ts';
import {cutLine} from '../layout/parts.ts';
import type {Symbols} from '../layout/symbols.ts';
import type {Inspection} from '../model/inspection.ts';
import type {Line} from '../model/line.ts';
import type {Block, Section} from './content.ts';
import {inspectionChecks, withWitness} from './evidence.ts';
import {lsofLines, lsofSaved, lsofTable, lsofWaiting, witnessLines} from './lsof.ts';
import {ownerLines} from './owner.ts';
import {type More, socketLines} from './socket.ts';
import {checkLines, verdictLines} from './verdict.ts';
import {blank, command, heading, paragraph} from './write.ts';

/** Everything the detail of one socket says, from top to bottom; `inspection` is null until lsof has answered, and `saved` for sockets of saved text. */
export function detailSections(
  row: Judged,
  inspection: Inspection | 'saved' | null,
  cells: number,
  symbols: Symbols,
  more: More = {peerName: null, traffic: null},
): readonly Section[] {
  const found = inspection === 'saved' ? null : inspection;
  const seen = found ? withWitness(row, found) : row;
  const checks = [...seen.assessment.checks, ...(found ? inspectionChecks(found) : [])];
  const lines = (all: readonly Line[]): Block => linesWithin(all, cells);
  return [
    {id: 'verdict', blocks: [lines(verdictLines(seen, cells, symbols))]},
    {id: 'checks', blocks: [lines(checkLines(checks, cells))]},
    {id: 'owner', blocks: [lines(ownerLines(row, found, cells))]},
    {id: 'lsof', blocks: lsofBlocks(inspection, cells)},
    {id: 'socket', blocks: [lines(socketLines(row, cells, symbols, more))]},
    {
      id: 'next',
      blocks: [
        lines([
          heading('CHECK IT YOURSELF'),
          ...verifyCommands(row, more.platform).flatMap(text => command(text, cells)),
          blank,
        ]),
      ],
    },
    {id: 'rules', blocks: [lines(ruleLines(row, cells))]},
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
    linesWithin([...witnessLines(inspection, cells), blank], cells),
  ];
}

/** The rules that do not apply, each with the first thing it asks that is not so. */
function ruleLines(row: Judged, cells: number): readonly Line[] {
  return [
    heading('OTHER RULES, AND WHY THEY DO NOT APPLY'),
    ...triedRules(row).flatMap(({rule, because}) => paragraph(`${rule.id}: ${because}`, cells, 'dim')),
  ];
}
