import type {Acceptance, Baseline, PlacedBlock} from '../../domain/baseline.ts';

/** How a socket stands to the baseline, in a document. Times as the file of the baseline has them. */
export const toAcceptance = ({state, block, isInbound, drift, notes, unverified}: Acceptance) => ({
  state,
  at: block?.accepted ?? null,
  note: block?.note ?? null,
  line: block?.lines.first ?? null,
  inbound: isInbound,
  drift: drift.map(({kind}) => kind),
  differences: drift.map(({kind, accepted, seen}) => ({kind, accepted, seen})),
  notes: notes.map(({kind, text}) => ({kind, text})),
  unverified,
});

/** The baseline of a document, with the blocks for which there is no socket. */
export const toBaseline = ({path, blocks}: Baseline, gone: readonly PlacedBlock[]) => ({
  path,
  blocks: blocks.length,
  gone: gone.map(toBlock),
});

const toBlock = (block: PlacedBlock) => ({
  line: block.lines.first,
  kind: block.kind,
  protocol: block.proto,
  port: block.kind === 'listener' ? block.port : block.peerPort,
  peer: block.kind === 'listener' ? null : block.peer,
  netns: block.netns,
  container: block.container,
  executable: block.exe,
  script: block.script,
  user: block.user,
  at: block.accepted,
  note: block.note,
});
