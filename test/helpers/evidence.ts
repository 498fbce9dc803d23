import {
  type Evidence,
  type HostEvidence,
  noEvidence,
  noProcessEvidence,
  type ProcessEvidence,
} from '../../source/domain/evidence.ts';
import type {Owner} from '../../source/domain/socket.ts';

/**
 * Evidence of a host, and the same parts of each process that these owners name; every other part is `not-collected`.
 */
export const evidenceFor = (
  owners: readonly Owner[],
  parts: Partial<ProcessEvidence>,
  host: Partial<HostEvidence> = {},
): Evidence => ({
  host: {...noEvidence.host, ...host},
  processes: new Map(
    owners.flatMap(owner =>
      owner.known
        ? owner.value.map(({process}) => [process, {...noProcessEvidence('not-collected'), ...parts}] as const)
        : [],
    ),
  ),
});
