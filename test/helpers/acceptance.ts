import type {
  Acceptance,
  Baseline,
  ConversationBlock,
  Drift,
  ListenerBlock,
  PlacedBlock,
} from '../../source/domain/baseline.ts';
import {trusted} from '../../source/domain/text.ts';
import type {AssessedSocket} from '../../source/judge/assess-all.ts';

/** Builders of made-up blocks and acceptances. */

type Placed = Pick<PlacedBlock, 'lines'>;

/** A block of a listener, in the lines 1 to 5 of its file; it expects nothing besides its reach. */
export const listenerBlock = (
  port: ListenerBlock['port'] = 8443,
  changes: Partial<ListenerBlock & Placed> = {},
): ListenerBlock & Placed => ({
  kind: 'listener',
  proto: 'tcp',
  port,
  netns: null,
  container: null,
  reach: 'any',
  exe: null,
  script: null,
  user: null,
  unit: null,
  package: null,
  image: null,
  sha256: null,
  exeSha256: null,
  failed: [],
  accepted: trusted('2026-11-21T10:12:00Z'),
  note: null,
  lines: {first: 1, last: 5},
  ...changes,
});

/** A block of an outbound conversation, in the lines 7 to 10 of its file. */
export const conversationBlock = (
  peerPort = 5432,
  changes: Partial<ConversationBlock & Placed> = {},
): ConversationBlock & Placed => ({
  kind: 'conversation',
  proto: 'tcp',
  peerPort,
  peer: null,
  netns: null,
  container: null,
  exe: null,
  script: null,
  user: null,
  failed: [],
  accepted: trusted('2026-11-21T10:12:00Z'),
  note: null,
  lines: {first: 7, last: 10},
  ...changes,
});

export const baselineOf = (...blocks: readonly PlacedBlock[]): Baseline => ({
  path: trusted('/etc/portwatch/baseline.toml'),
  blocks,
});

/** One difference, as `owner /usr/bin/portainer /usr/bin/nc`; `new` has no accepted side. */
export function driftOf(text: string): Drift {
  const [kind, accepted = '', seen = accepted] = text.split(' ');
  return {kind: kind as Drift['kind'], accepted: trusted(kind === 'new' ? '' : accepted), seen: trusted(seen)};
}

const usualDrift = {
  accepted: [],
  drifted: [driftOf('owner /usr/bin/portainer /usr/bin/nc')],
  new: [driftOf('new 0.0.0.0:8443')],
} as const;

/** How a socket stands to a baseline; a drifted one has another owner, unless the changes name other drift. */
export const acceptanceOf = (state: Acceptance['state'], changes: Partial<Acceptance> = {}): Acceptance => ({
  state,
  block: state === 'new' ? null : listenerBlock(),
  isInbound: false,
  drift: usualDrift[state],
  notes: [],
  unverified: [],
  ...changes,
});

/** The row with this acceptance. Its verdict stays, also where the drift would make it suspect. */
export const acceptedAs = (row: AssessedSocket, acceptance: Acceptance | null): AssessedSocket => ({
  ...row,
  acceptance,
});
