import type {Baseline} from '../../domain/baseline.ts';
import type {Evidence} from '../../domain/evidence.ts';
import {type Line, line, span, type Tone} from '../../domain/line.ts';
import type {AssessedSocket} from '../../judge/assess-all.ts';
import {describeBlock, describeSubject} from '../../judge/baseline/describe-block.ts';
import {blockAsSeen} from '../../judge/baseline/draft-block.ts';
import {steady, width, wrap} from '../text/fit.ts';
import type {Symbols} from '../text/symbols.ts';
import {blank, heading, labelled, usualLabelCells} from '../text/write.ts';
import {type AcceptedFact, acceptedFacts, dateWords} from './acceptance-facts.ts';

/** The width of the screen from which on the accepted and the seen side are two columns. */
const twoColumns = 100;

/**
 * The section of the acceptance: its state and note, accepted and seen facts beside each other, and the facts that
 * could not be compared. None where the baseline is not about the socket.
 */
export function acceptanceLines(
  row: AssessedSocket,
  evidence: Evidence,
  baseline: Baseline | null,
  cells: number,
  symbols: Symbols,
): readonly Line[] {
  const {acceptance} = row;
  if (!acceptance) return [];
  const {block, drift, notes, unverified, isInbound} = acceptance;
  const [state, tone] = stateOf(row, symbols);
  if (!block) {
    const seen = drift.flatMap(({seen: words}) => labelled('seen', words, cells));
    return [heading('ACCEPTANCE'), ...labelled('state', state, cells, tone), ...seen, blank];
  }
  const now = isInbound ? null : blockAsSeen(row, evidence, {note: null, now: 0});
  const facts = isInbound ? [] : acceptedFacts(acceptance, block, now);
  return [
    heading('ACCEPTANCE'),
    ...labelled('state', state, cells, tone),
    ...(block.accepted === null ? [] : labelled('since', dateWords(block.accepted), cells)),
    ...(block.note === null ? [] : labelled('note', block.note, cells)),
    ...labelled('block', isInbound ? describeBlock(block) : describeSubject(block), cells),
    ...(baseline ? labelled('', `line ${block.lines.first} of ${baseline.path}`, cells, 'dim') : []),
    ...(cells >= twoColumns ? inColumns(facts, cells) : oneUnderTheOther(facts, cells)),
    ...unverified.flatMap(words => labelled('not verified', words, cells, 'learn')),
    ...notes.flatMap(({kind, text}) => labelled(kind, text, cells, 'dim')),
    blank,
  ];
}

function stateOf({acceptance}: AssessedSocket, {verdict, mark}: Symbols): readonly [words: string, tone: Tone] {
  if (acceptance?.state === 'accepted') {
    const what = acceptance.isInbound ? 'accepted with its listener' : 'accepted, and as it was then';
    return [`${verdict.accepted} ${what}`, 'accepted'];
  }
  const kinds = acceptance?.drift.map(({kind}) => kind).join(', ');
  return acceptance?.state === 'drifted'
    ? [`${mark.drift} accepted, and no longer as it was then: ${kinds}`, 'suspect']
    : [`${mark.drift} new: nobody accepted this listener`, 'strong'];
}

const toneOf = ({differs}: AcceptedFact): Tone => (differs ? 'suspect' : 'normal');

/** Facts in two columns below their titles; each side is wrapped in its column. */
function inColumns(facts: readonly AcceptedFact[], cells: number): readonly Line[] {
  if (facts.length === 0) return [];
  const side = Math.floor((cells - 2 - usualLabelCells - 2) / 2);
  const rowOf = (label: string, sides: readonly [string, string], tone: Tone): readonly Line[] => {
    const [accepted, seen] = sides.map(text => wrap(steady(text), side));
    const height = Math.max(accepted?.length ?? 0, seen?.length ?? 0);
    return Array.from({length: height}, (_, index) => {
      const left = padded(accepted?.[index] ?? '', side + 2);
      return line(
        span(padded(index === 0 ? `  ${label}` : '', usualLabelCells + 2), 'dim'),
        span(left, tone),
        span(seen?.[index] ?? '', tone),
      );
    });
  };
  return [
    ...rowOf('', ['ACCEPTED', 'SEEN'], 'heading'),
    ...facts.flatMap(fact => rowOf(fact.label, [fact.accepted, fact.seen || notSeen], toneOf(fact))),
  ];
}

const notSeen = 'not seen';

const padded = (text: string, cells: number): string => text + ' '.repeat(Math.max(0, cells - width(text)));

/** Facts with the seen side below the accepted one; once where both are the same. */
const oneUnderTheOther = (facts: readonly AcceptedFact[], cells: number): readonly Line[] =>
  facts.flatMap(fact => {
    const {label, accepted, seen} = fact;
    if (accepted === seen) return labelled(label, accepted, cells);
    return [
      ...labelled(label, `accepted ${accepted}`, cells, toneOf(fact)),
      ...labelled('', seen === '' ? notSeen : `seen ${seen}`, cells, toneOf(fact)),
    ];
  });
