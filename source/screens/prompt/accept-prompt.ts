import type {AcceptMode} from '../../app/state/modes.ts';
import type {State} from '../../app/state/state.ts';
import {type Line, line, span} from '../../domain/line.ts';
import {baseName} from '../../domain/program.ts';
import {describeSubject} from '../../judge/baseline/describe-block.ts';
import {cut, steady, width} from '../text/fit.ts';
import {inputSpans} from './input-spans.ts';

/** The cells that stay for the note. */
const minNoteCells = 16;

/** The prompt for the note of an acceptance: the socket, its program, its drift, and whether a note is needed. */
export function acceptPrompt({size, settings: {symbols}}: State, mode: AcceptMode): Line {
  const question = questionOf(mode, Math.max(0, size.columns - minNoteCells - 1), symbols.dot);
  const room = Math.max(1, size.columns - width(question) - 1);
  return line(
    span(cut(question, Math.max(0, size.columns - minNoteCells - 1), symbols.ellipsis), toneOf(mode)),
    ...inputSpans(mode.text, mode.caret, Math.min(room, size.columns), 'strong', symbols),
  );
}

const toneOf = ({needsNote, isNoteMissing}: AcceptMode) => (isNoteMissing ? 'error' : needsNote ? 'suspect' : 'accent');

/** The longest wording that fits; else the shortest. */
function questionOf(mode: AcceptMode, cells: number, dot: string): string {
  const {draft, row, isListenerOfRow} = mode;
  const subject = describeSubject(draft.block);
  const program = programOf(mode);
  const by = draft.block.kind === 'conversation' ? 'by' : 'of';
  const who = program === null ? `, ${notVerified},` : ` ${by} ${program}`;
  const of = isListenerOfRow ? 'its listener ' : '';
  const drift = row.acceptance?.state === 'drifted' ? row.acceptance.drift : [];
  const kinds = drift.map(({kind}) => kind).join(', ');
  const drifted = drift.length === 0 ? '' : `${kinds} drifted`;
  const inBrackets = drifted === '' ? '' : ` (${drifted})`;
  const now = `as it is now${inBrackets}`;
  const sides = drift.map(({kind, accepted, seen}) => `${kind}: ${seen}, not ${accepted}`).join('; ');
  const brief = `${program ?? notVerified}${drifted === '' ? '' : `; ${drifted}`}`;
  const ask = noteWords(mode);
  const variants = [
    ...(drift.length === 0 ? [] : [ask.long, ask.brief]).map(
      words => `accept ${of}${subject}${who} as it is now (${sides}) ${dot} ${words}: `,
    ),
    `accept ${of}${subject}${who} ${now} ${dot} ${ask.long}: `,
    `accept ${of}${subject}${who} ${now} ${dot} ${ask.brief}: `,
    `accept ${of}${subject} (${brief}) ${dot} ${ask.brief}: `,
    `accept ${of}${subject}${inBrackets} ${dot} ${ask.brief}: `,
    `accept ${subject} ${dot} ${ask.brief}: `,
    `${ask.brief}: `,
  ].map(steady);
  return variants.find(variant => width(variant) <= cells) ?? variants.at(-1) ?? '';
}

function noteWords({needsNote, isNoteMissing, row: {assessment}}: AcceptMode): {long: string; brief: string} {
  if (isNoteMissing) return {long: 'a suspect socket needs a note', brief: 'needs a note'};
  return needsNote
    ? {long: `note, needed since it is suspect (${assessment.why})`, brief: 'note, needed'}
    : {long: 'note (Enter: none)', brief: 'note'};
}

const notVerified = 'owner not verified';

/** The program that the block expects, by the name of its file; null where it expects none. */
function programOf({draft: {block}}: AcceptMode): string | null {
  const path = block.script ?? block.exe;
  return path === null ? null : baseName(path);
}
