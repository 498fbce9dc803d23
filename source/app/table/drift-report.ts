import {type DriftKind, type DriftNote, driftKinds, type PlacedBlock} from '../../domain/baseline.ts';
import {programName} from '../../domain/program.ts';
import {type Clean, trusted} from '../../domain/text.ts';
import type {AssessedSocket} from '../../judge/assess-all.ts';
import type {GoodQuery} from './filter/query.ts';
import {compareRows} from './group-rows.ts';
import type {TypeFilter} from './type-filter.ts';

/** Everything that differs from a baseline: drift, accepted sockets that are not there, and notes without an alarm. */
export type ReportKind = DriftKind | 'gone' | DriftNote['kind'];

/** The kinds of differences, loudest first, each with its meaning. */
export const reportKinds: Readonly<Record<ReportKind, string>> = {
  owner: 'another program or user holds it',
  replaced: 'the same path has other bytes',
  widened: 'it can be reached from more places',
  unit: 'another unit runs it',
  check: 'a check fails that did not',
  new: 'nobody accepted it',
  gone: 'accepted, and no socket is there',
  narrower: 'it can be reached from fewer places',
  upgraded: 'the same path has other bytes, which its package vouches for',
  moved: 'it has another of the ports that programs are given',
};
const kindsInOrder = Object.keys(reportKinds) as readonly ReportKind[];
const ofDrift: ReadonlySet<string> = new Set(driftKinds);

/** Whether a difference is drift. The others need no alarm. */
export const isDrift = (kind: ReportKind): kind is DriftKind => ofDrift.has(kind);

/** One difference of one listener or conversation, whatever the number of its sockets. */
export type DriftEntry = {
  readonly kind: ReportKind;
  /** The sockets that differ in this way, in the order of the list, listeners first; none for a block that is gone. */
  readonly rows: readonly AssessedSocket[];
  /** The block that they differ from; null for a new listener. */
  readonly block: PlacedBlock | null;
  /** Both sides in words, of the first socket. `new`, `gone` and notes have no accepted side: "". */
  readonly accepted: Clean;
  readonly seen: Clean;
};

export type DriftGroup = {readonly kind: ReportKind; readonly entries: readonly DriftEntry[]};

/**
 * The differences by kind, loudest first; no group is empty. Within a group worst verdict first, then by port; blocks
 * that are gone by their place in the file. n log n in the rows that differ.
 */
export function driftReport(rows: readonly AssessedSocket[], gone: readonly PlacedBlock[] = []): readonly DriftGroup[] {
  const entries = new Map<string, DriftEntry & {readonly rows: AssessedSocket[]}>();
  const differing = rows.filter(({acceptance}) => acceptance && acceptance.drift.length + acceptance.notes.length > 0);
  for (const row of differing.sort(compareInReport)) {
    for (const difference of differencesOf(row)) {
      const key = [difference.kind, identityOf(row), difference.accepted].join('\n');
      const entry = entries.get(key);
      if (entry) entry.rows.push(row);
      else entries.set(key, {...difference, rows: [row], block: row.acceptance?.block ?? null});
    }
  }
  const missing = [...gone]
    .sort((a, b) => a.lines.first - b.lines.first)
    .map((block): DriftEntry => ({kind: 'gone', rows: [], block, accepted: nothing, seen: trusted('no socket')}));
  const all = [...entries.values(), ...missing];
  return kindsInOrder.flatMap(kind => {
    const ofKind = all.filter(entry => entry.kind === kind);
    return ofKind.length === 0 ? [] : [{kind, entries: ofKind}];
  });
}

const nothing = trusted('');

/** The blocks that are gone and that the options may be about. A query is about sockets, so it finds none of them. */
export const goneWithin = (
  gone: readonly PlacedBlock[],
  {protocols, hideLoopback}: TypeFilter,
  {text}: GoodQuery,
): readonly PlacedBlock[] =>
  gone.filter(
    block =>
      text === '' &&
      (protocols.size === 0 || protocols.has(block.proto)) &&
      !(hideLoopback && block.kind === 'listener' && block.reach === 'host'),
  );

const differencesOf = ({acceptance}: AssessedSocket): readonly Pick<DriftEntry, 'kind' | 'accepted' | 'seen'>[] => [
  ...(acceptance?.drift ?? []),
  ...(acceptance?.notes ?? []).map(({kind, text}) => ({kind, accepted: nothing, seen: text})),
];

/** Sockets of one program on one port share an entry: an IPv4 and an IPv6 one, and one for each worker. */
function identityOf({acceptance, socket: {protocol, local, netns, owner}}: AssessedSocket): string {
  const block = acceptance?.block;
  const subject = block ? `line ${block.lines.first}` : `${netns?.inode ?? ''} ${protocol} ${local.port}`;
  return [subject, ...(owner.known ? owner.value.map(programName) : [])].join('\n');
}

const compareInReport = (a: AssessedSocket, b: AssessedSocket): number =>
  Number(a.acceptance?.isInbound) - Number(b.acceptance?.isInbound) || compareRows(a, b);
