import type {Acceptance, Block, DriftKind, ListenerBlock} from '../../domain/baseline.ts';
import type {Clean} from '../../domain/text.ts';
import {reachWords} from '../../judge/baseline/reach.ts';
import {dateTime} from '../text/time.ts';

/** An accepted fact beside the one that is seen now; "" where there is none. */
export type AcceptedFact = {
  readonly label: string;
  readonly accepted: string;
  readonly seen: string;
  readonly differs: boolean;
};

/** The time of an acceptance as `2026-11-27 10:12:00` in the time zone of this machine, or as the file has it. */
export function dateWords(accepted: Clean): string {
  const at = Date.parse(accepted);
  return Number.isNaN(at) ? accepted : dateTime(at);
}

type Expected = {
  readonly label: string;
  /** The kind of drift that has the words of both sides where this fact differs. */
  readonly kind: DriftKind;
  /** null where the block does not expect it. */
  readonly of: (block: Block) => string | null;
};

const ofListener =
  (read: (block: ListenerBlock) => string | null) =>
  (block: Block): string | null =>
    block.kind === 'listener' ? read(block) : null;

const expected: readonly Expected[] = [
  {label: 'program', kind: 'owner', of: ({exe}) => exe},
  {label: 'script', kind: 'owner', of: ({script}) => script},
  {label: 'user', kind: 'owner', of: ({user}) => user},
  {label: 'reach', kind: 'widened', of: ofListener(({reach}) => reach && reachWords[reach])},
  {label: 'unit', kind: 'unit', of: ofListener(({unit}) => unit)},
  {label: 'package', kind: 'replaced', of: ofListener(block => block.package)},
  {label: 'failed checks', kind: 'check', of: ({failed}) => (failed.length === 0 ? null : failed.join(', '))},
];

/**
 * Differences first, in the words of their drift; then every other fact that the block expects. `seen`: the block that
 * the socket would get now; null where it is not of the same kind.
 */
export function acceptedFacts({drift}: Acceptance, block: Block, seen: Block | null): readonly AcceptedFact[] {
  const drifted = new Set(drift.map(({kind}) => kind));
  const others = expected.flatMap(({label, kind, of}) => {
    const accepted = of(block);
    if (accepted === null || drifted.has(kind)) return [];
    return [{label, accepted, seen: (seen && of(seen)) ?? '', differs: false}];
  });
  return [...drift.map(({kind, ...sides}) => ({label: kind, ...sides, differs: true})), ...others];
}
