import type {Readable, Writable} from 'node:stream';
import {shownRows} from '../../app/state/shown-rows.ts';
import type {ListState, State} from '../../app/state/state.ts';
import {driftReport} from '../../app/table/drift-report.ts';
import {driftWords, socketWords} from '../../app/table/drift-words.ts';
import {type AcceptancePlan, isAcceptable, type Planned, planAcceptance} from '../../app/table/plan-acceptance.ts';
import type {Acceptor} from '../../domain/baseline.ts';
import {type Clean, sanitize, trusted} from '../../domain/text.ts';
import {isListenerRow} from '../../judge/baseline/accepted-kinds.ts';
import {describeBlock} from '../../judge/baseline/describe-block.ts';
import {inAscii} from '../../screens/text/fit.ts';
import {Failure} from '../failure.ts';
import {askFor} from './ask.ts';

export type Acceptance = {
  readonly state: State & {readonly list: ListState};
  readonly note: Clean | null;
  /** Whether to accept without a question. */
  readonly yes: boolean;
  readonly now: number;
  readonly accept: Acceptor['tryAccept'];
  readonly input: Readable & {readonly isTTY?: boolean};
  readonly output: Writable;
  readonly errors: Writable;
};

/**
 * Prints the shown listeners and conversations that are not accepted yet, asks, and accepts them. Returns 0 where all
 * of them are accepted then, also where there were none; 2 where a listener cannot be. Rejects with Failure where
 * nothing is accepted.
 */
export async function acceptShown(acceptance: Acceptance): Promise<number> {
  const {state, note, yes, now, accept, input, output, errors} = acceptance;
  const {evidence} = state.list.assessed;
  const plan = planAcceptance(shownRows(state.list), evidence, {note, now});
  const {planned, refused} = plan;
  const {symbols, ascii} = state.settings;
  const print = (stream: Writable, lines: readonly string[]): void => {
    for (const line of lines) stream.write(`${ascii ? inAscii(line) : line}\n`);
  };
  refuseSuspects(plan, note, state);
  print(
    errors,
    refused.map(({rows: [row], refusal}) => `portwatch: ${row ? socketWords(row, 0, symbols) : ''}: ${refusal}`),
  );
  const isListenerRefused = refused.some(({rows}) => rows.some(isListenerRow));
  if (planned.length === 0) {
    if (refused.length > 0) throw new Failure(trusted('nothing was accepted'));
    print(output, ['there is nothing to accept: every listener and conversation shown is accepted or explained']);
    return 0;
  }
  print(
    output,
    planned.flatMap(each => plannedLines(each, state)),
  );
  if (!yes) await ask(planned.length, input, output);
  const {isDone, message} = await accept(planned.map(({draft}) => draft));
  if (!isDone) throw new Failure(message);
  print(output, [message]);
  return isListenerRefused ? 2 : 0;
}

/** Throws Failure where a suspect socket is among others, or has no note. */
function refuseSuspects(plan: AcceptancePlan, note: Clean | null, {settings}: State): void {
  const {suspects} = plan;
  const [first] = suspects;
  if (!first) return;
  const named = suspects.map(row => `${socketWords(row, 0, settings.symbols)} (${row.assessment.why})`).join(', ');
  if (!isAcceptable(plan)) {
    const how = `accept each alone, as with --filter lport:${first.socket.local.port} --note TEXT`;
    throw new Failure(sanitize(`nothing was accepted, since suspect sockets are among these; ${how}: ${named}`));
  }
  if (note === null && plan.planned.length > 0)
    throw new Failure(sanitize(`a suspect socket is accepted with a note, --note TEXT: ${named}`));
}

/** The block in words, and below it the differences from the one in whose place it comes. */
function plannedLines({draft, rows}: Planned, {settings: {symbols}}: State): readonly string[] {
  const differences = driftReport(draft.replaces ? rows : []).flatMap(({kind, entries}) =>
    entries.map(entry => `  ${kind}: ${driftWords(entry, symbols).difference}`),
  );
  return [describeBlock(draft.block), ...differences];
}

async function ask(count: number, input: Acceptance['input'], output: Writable): Promise<void> {
  if (!input.isTTY) {
    throw new Failure(trusted('nothing was accepted: standard input is no terminal to ask on; --yes does not ask'));
  }
  const answer = await askFor(`accept ${count === 1 ? 'this' : `these ${count}`}? type yes: `, input, output);
  if (answer.trim().toLowerCase() !== 'yes') throw new Failure(trusted('nothing was accepted'));
}
