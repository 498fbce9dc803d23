import type {Block, Draft} from '../../domain/baseline.ts';
import type {Evidence} from '../../domain/evidence.ts';
import type {Clean} from '../../domain/text.ts';
import type {AssessedSocket} from '../assess-all.ts';
import {isConversationRow, isListenerRow} from './accepted-kinds.ts';
import {draftBlock, type Occasion} from './draft-block.ts';
import {standingOf} from './standing.ts';

/** The blocks that accept several sockets, and the sockets that get none. */
export type DraftedAll = {
  /** One for all sockets that the same block is about. */
  readonly drafts: readonly Draft[];
  /** Suspect sockets. Each of them is accepted by itself; while there is one, none of the others may be. */
  readonly suspects: readonly AssessedSocket[];
  /** Why sockets cannot be accepted, and how many, most first. */
  readonly refusals: readonly {readonly why: Clean; readonly count: number}[];
};

/**
 * The blocks for all listeners and outbound conversations among these rows that are not accepted yet. A conversation
 * that is explained needs none. Linear in the rows.
 */
export function draftAll(rows: readonly AssessedSocket[], evidence: Evidence, occasion: Occasion): DraftedAll {
  const drafts = new Map<string, Draft>();
  const refused = new Map<Clean, number>();
  for (const row of rows) {
    if (!isToAccept(row)) continue;
    const drafted = draftBlock(row, evidence, occasion);
    if ('draft' in drafted) drafts.set(identityOf(drafted.draft.block), drafted.draft);
    else refused.set(drafted.refusal, (refused.get(drafted.refusal) ?? 0) + 1);
  }
  return {
    drafts: [...drafts.values()],
    suspects: rows.filter(row => standingOf(row) === 'suspect'),
    refusals: [...refused].map(([why, count]) => ({why, count})).sort((a, b) => b.count - a.count),
  };
}

const isToAccept = (row: AssessedSocket): boolean =>
  row.acceptance?.state !== 'accepted' &&
  standingOf(row) !== 'suspect' &&
  (isListenerRow(row) || (isConversationRow(row) && row.assessment.verdict !== 'explained'));

const identityOf = (block: Block): string => JSON.stringify(block);
