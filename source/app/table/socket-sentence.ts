import type {AssessedSocket} from '../../judge/assess-all.ts';
import {standingOf} from '../../judge/baseline/standing.ts';
import type {Symbols} from '../../screens/text/symbols.ts';
import {ownerText} from './cells.ts';
import {socketWords} from './drift-words.ts';

/** `tcp 0.0.0.0:8443, nginx/812, www-data: learn, not loopback alone; drift owner: /usr/bin/a → /usr/bin/b`. */
export function socketSentence(row: AssessedSocket, symbols: Symbols): string {
  const {socket, role, acceptance, assessment, formerOwner} = row;
  const held = formerOwner === null ? socket : {...socket, owner: formerOwner};
  const user = socket.user === null ? '' : `, ${socket.user}`;
  const owner = ownerText(held, Number.POSITIVE_INFINITY, symbols, role) + user;
  const drift = (acceptance?.drift ?? []).map(({kind, accepted, seen}) =>
    accepted === '' ? `; drift ${kind}` : `; drift ${kind}: ${accepted} ${symbols.to} ${seen}`,
  );
  const judged = `${standingOf(row)}, ${assessment.why}`;
  return `${socketWords(row, 0, symbols)}, ${owner}: ${judged}${drift.join('')}`;
}
