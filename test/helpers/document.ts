import {type Document, documentHead, socketsOf} from '../../source/app/table/document.ts';
import type {Summary} from '../../source/app/table/summary.ts';
import type {PlacedBlock} from '../../source/domain/baseline.ts';
import type {Snapshot} from '../../source/domain/snapshot.ts';
import type {AssessedSocket} from '../../source/judge/assess-all.ts';

/** The whole document of `--json`. */
export const toDocument = (
  snapshot: Snapshot,
  rows: readonly AssessedSocket[],
  summary: Summary,
  gone: readonly PlacedBlock[] = [],
): Document => ({...documentHead(snapshot, summary, gone), sockets: rows.map(socketsOf(snapshot))});
