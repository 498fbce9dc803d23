import type {Block} from '../../domain/baseline.ts';
import type {Evidence} from '../../domain/evidence.ts';
import {whyUnknownWords} from '../../domain/known.ts';
import {type Clean, sanitize, trusted} from '../../domain/text.ts';
import type {AssessedSocket} from '../assess-all.ts';
import {describeExpected, ownerOf} from './compare-owner.ts';
import {reachWords} from './reach.ts';
import {executableOf, scriptOf, userOf} from './seen-owner.ts';

/** Blocks and sockets in words, for prompts and reports. */

/** `/usr/bin/python3.11 /srv/app/x.py of deploy`, or why the owner is not known. */
export function describeOwner(row: AssessedSocket, evidence: Evidence): Clean {
  const {owner} = row.socket;
  const seen = ownerOf(row, evidence);
  if (!seen) return trusted(`owner: ${whyUnknownWords[owner.known ? 'not-collected' : owner.why].short}`);
  const exe = executableOf(seen.main) ?? seen.main.name;
  return describeExpected({exe, script: scriptOf(seen.evidence), user: userOf(seen.main)});
}

/** `tcp 8443`, `udp on any port of clients in namespace web`, `tcp to port 5432 of 10.0.0.0/8`. */
export function describeSubject(block: Block): Clean {
  const {proto, netns, container} = block;
  const place = container === null ? (netns === null ? '' : ` in namespace ${netns}`) : ` in container ${container}`;
  if (block.kind === 'conversation') {
    return sanitize(`${proto} to port ${block.peerPort} of ${block.peer ?? 'any peer'}${place}`);
  }
  if (proto === 'packet') return sanitize(`packet socket${place}`);
  const port = block.port === 'ephemeral' ? ' on any port of clients' : ` ${block.port}`;
  return sanitize(`${proto}${port}${place}`);
}

/** Everything that a block expects: `tcp 8443: /usr/bin/nginx of root, nginx.service, from every network`. */
export function describeBlock(block: Block): Clean {
  const owner = describeExpected(block);
  const more =
    block.kind === 'listener'
      ? [
          block.unit,
          block.package === null ? null : `package ${block.package}`,
          block.image === null ? null : `image ${block.image}`,
          block.reach === null ? null : reachWords[block.reach],
        ]
      : [];
  const failed = block.failed.length === 0 ? null : `although failed: ${block.failed.join(', ')}`;
  const parts = [owner === '' ? 'owner not verified' : owner, ...more, failed].filter(part => part !== null);
  return sanitize(`${describeSubject(block)}: ${parts.join(', ')}`);
}
