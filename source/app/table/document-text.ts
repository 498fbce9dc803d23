import type {PlacedBlock} from '../../domain/baseline.ts';
import type {Snapshot} from '../../domain/snapshot.ts';
import type {AssessedSocket} from '../../judge/assess-all.ts';
import {documentHead, socketsOf} from './document.ts';
import {sharing} from './document-parts.ts';
import {createIndentedJson} from './indented-json.ts';
import {jsonPieces} from './json-pieces.ts';
import type {Summary} from './summary.ts';

/** The level of a socket. */
const depth = 2;

/**
 * The text of the document of `--json` in pieces, a socket at a time: as `JSON.stringify(document, null, 2)` writes it,
 * and the end of its last line.
 */
export function documentPieces(
  snapshot: Snapshot,
  rows: readonly AssessedSocket[],
  summary: Summary,
  gone: readonly PlacedBlock[],
): Generator<string> {
  const toSocket = socketsOf(snapshot);
  const write = createIndentedJson(sharing);
  function* sockets(): Generator<string> {
    for (const row of rows) yield write(toSocket(row), depth);
  }
  return jsonPieces(documentHead(snapshot, summary, gone), [{name: 'sockets', texts: sockets()}]);
}
