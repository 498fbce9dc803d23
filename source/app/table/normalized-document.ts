import type {PlacedBlock} from '../../domain/baseline.ts';
import type {Snapshot} from '../../domain/snapshot.ts';
import type {AssessedSocket} from '../../judge/assess-all.ts';
import {documentHead, type SocketDocument, socketsOf} from './document.ts';
import {type Judgement, judgementOf, type ProcessDocument, toProcess} from './document-parts.ts';
import {jsonPieces} from './json-pieces.ts';
import type {Summary} from './summary.ts';

/**
 * The document of `--json --format normalized`: that of `--json`, but rules, checks, assessments and processes stand
 * once, in lists before the sockets, and each other place has the index in its list.
 */
export type NormalizedDocument = ReturnType<typeof documentHead> & {
  readonly format: 'normalized';
  readonly rules: readonly NormalizedRule[];
  readonly checks: readonly Check[];
  readonly assessments: readonly NormalizedAssessment[];
  readonly processes: readonly ProcessDocument[];
  readonly sockets: readonly NormalizedSocket[];
};

type Check = Judgement['checks'][number];
export type NormalizedRule = ReturnType<typeof ruleOf>;
export type NormalizedAssessment = Pick<Judgement, 'verdict' | 'why'> & {
  readonly rule: number;
  readonly checks: readonly number[];
};
export type NormalizedSocket = ReturnType<typeof normalize>;

/** The text of the document in pieces, with an item of a list a line, and the end of its last line. */
export function* normalizedPieces(
  snapshot: Snapshot,
  rows: readonly AssessedSocket[],
  summary: Summary,
  gone: readonly PlacedBlock[],
): Generator<string> {
  const tables = createTables();
  for (const row of rows) tables.add(row);
  const toSocket = socketsOf(snapshot);
  function* sockets(): Generator<string> {
    for (const row of rows) yield JSON.stringify(normalize(toSocket(row), row, tables));
  }
  const lists = Object.entries(tables.lists).map(([name, texts]) => ({name, texts}));
  const head = {format: 'normalized' satisfies NormalizedDocument['format'], ...documentHead(snapshot, summary, gone)};
  yield* jsonPieces(head, [...lists, {name: 'sockets', texts: sockets()}]);
}

const ruleOf = ({rule, title, reason, caveat, source, extended}: Judgement) => ({
  rule,
  title,
  reason,
  caveat,
  source,
  extended,
});

type Tables = ReturnType<typeof createTables>;

function createTables() {
  const [rules, checks] = [createTable<NormalizedRule>(), createTable<Check>()];
  const [assessments, processes] = [createTable<NormalizedAssessment>(), createTable<ProcessDocument>()];
  const known = new Map<Judgement, number>();
  const assessmentOf = (judgement: Judgement): number => {
    let index = known.get(judgement);
    if (index === undefined) {
      const {verdict, why} = judgement;
      const rule = rules.indexOf(ruleOf(judgement));
      index = assessments.indexOf({verdict, why, rule, checks: judgement.checks.map(checks.indexOf)});
      known.set(judgement, index);
    }
    return index;
  };
  return {
    assessmentOf,
    processOf: processes.indexOf,
    add: (row: AssessedSocket): void => {
      assessmentOf(judgementOf(row));
      for (const owner of [row.socket.owner, row.formerOwner]) {
        if (owner?.known) for (const holder of owner.value) processes.indexOf(toProcess(holder));
      }
    },
    lists: {rules: rules.texts, checks: checks.texts, assessments: assessments.texts, processes: processes.texts},
  };
}

/** A list of the texts of different items, and the index of an item in it. */
function createTable<Item extends object>() {
  const texts: string[] = [];
  const byItem = new Map<Item, number>();
  const byText = new Map<string, number>();
  const indexOf = (item: Item): number => {
    let index = byItem.get(item);
    if (index === undefined) {
      const text = JSON.stringify(item);
      index = byText.get(text) ?? texts.push(text) - 1;
      byText.set(text, index);
      byItem.set(item, index);
    }
    return index;
  };
  return {texts, indexOf};
}

function normalize(socket: SocketDocument, row: AssessedSocket, {assessmentOf, processOf}: Tables) {
  const {owner, formerOwner, assessment} = socket;
  return {
    ...socket,
    owner: owner.processes ? {known: true, processes: owner.processes.map(processOf)} : owner,
    formerOwner: formerOwner && {known: true, processes: formerOwner.processes.map(processOf)},
    assessment: assessmentOf(judgementOf(row)),
    verify: assessment.verify,
  };
}
