import type {Baseline, Block, PlacedBlock} from '../../source/domain/baseline.ts';
import {type Evidence, noEvidence} from '../../source/domain/evidence.ts';
import type {Socket} from '../../source/domain/socket.ts';
import {finish} from '../../source/domain/task.ts';
import {sanitize, trusted} from '../../source/domain/text.ts';
import {type AssessedSnapshot, type AssessedSocket, assessAll, nothingAssessed} from '../../source/judge/assess-all.ts';
import {draftBlock} from '../../source/judge/baseline/draft-block.ts';
import {nameOf} from './build.ts';

/** Baselines without a file, and polls that are compared with one. */

export const baselineOf = (...blocks: readonly Block[]): Baseline => ({
  path: trusted('/etc/portwatch/baseline.toml'),
  blocks: blocks.map((block, index): PlacedBlock => ({...block, lines: {first: index * 10 + 1, last: index * 10 + 9}})),
});

/** Assesses sockets of a poll of root's, which reads every namespace, with a baseline. */
export const assessWith = (
  baseline: Baseline | undefined,
  sockets: readonly Socket[],
  evidence: Evidence = noEvidence,
  before: AssessedSnapshot = nothingAssessed,
  takenAt = Date.UTC(2026, 10, 21, 20, 0, 0),
): AssessedSnapshot =>
  finish(
    assessAll(
      {
        sockets,
        takenAt,
        evidence,
        source: 'netlink',
        namespaces: {found: 1, unread: []},
        ...(baseline && {baseline}),
      },
      nameOf,
      before,
    ),
  );

/** The block that accepts a row as it is, with a note; throws with the reason where it is refused. */
export function acceptedBlock(
  row: AssessedSocket,
  evidence: Evidence = noEvidence,
  note: string | null = 'known',
): Block {
  const drafted = draftBlock(row, evidence, {note: note === null ? null : sanitize(note), now: Date.UTC(2026, 10, 20)});
  if ('refusal' in drafted) throw new Error(drafted.refusal);
  return drafted.draft.block;
}

/** The baseline that accepts every socket of a poll that can be accepted. */
export function acceptAll(sockets: readonly Socket[], evidence: Evidence = noEvidence): Baseline {
  const blocks: Block[] = [];
  for (const row of assessWith(undefined, sockets, evidence).rows) {
    const drafted = draftBlock(row, evidence, {note: sanitize('all'), now: Date.UTC(2026, 10, 20)});
    if ('draft' in drafted) blocks.push(drafted.draft.block);
  }
  return baselineOf(...blocks);
}

/** `accepted`, `drifted owner widened`, `new`, or `-` where the baseline is not about the row. */
export function acceptanceText({acceptance}: AssessedSocket): string {
  if (!acceptance) return '-';
  const kinds = acceptance.state === 'drifted' ? acceptance.drift.map(({kind}) => ` ${kind}`).join('') : '';
  return acceptance.state + kinds;
}
