import type {Holder, Process} from '../../domain/socket.ts';
import type {AssessedSocket} from '../../judge/assess-all.ts';
import type {Assessment} from '../../judge/assessment.ts';
import {caveatOf, isExtended, wordsOf} from '../../judge/explain.ts';
import type {Sharing} from './indented-json.ts';

/** Parts of documents that are the same object for every socket that has them. */

// Module-level caches: the processes and assessments of a host are far fewer than its sockets.
const processes = new WeakMap<Process, ProcessDocument>();
const judgements = new WeakMap<Assessment, Map<string, Judgement>>();
const shared = new WeakSet<object>();
const parts = new WeakMap<object, {readonly base: Judgement; readonly more: object}>();

/** For the text of documents. */
export const sharing: Sharing = {
  isShared: value => shared.has(value),
  partsOf: value => parts.get(value),
};

export type ProcessDocument = ReturnType<typeof describeProcess>;

/** A process in a document. */
export function toProcess({process}: Pick<Holder, 'process'>): ProcessDocument {
  let document = processes.get(process);
  if (!document) {
    document = describeProcess(process);
    processes.set(process, document);
    shared.add(document);
  }
  return document;
}

function describeProcess({pid, name, executable, command, user, unit, container, publishes}: Process) {
  const path = executable.known ? executable.value.path : null;
  return {pid, name, executable: path, command, user, unit, container, publishes};
}

/** The assessment of a row in a document, but for the commands that name its ports. */
export type Judgement = ReturnType<typeof describeJudgement>;

export function judgementOf(row: AssessedSocket): Judgement {
  const {assessment, socket} = row;
  const extended = isExtended(row);
  // All that the words depend on besides the assessment.
  const variant = `${extended} ${socket.netns === null}`;
  const variants = judgements.get(assessment) ?? new Map<string, Judgement>();
  let judgement = variants.get(variant);
  if (!judgement) {
    judgement = describeJudgement(row, extended);
    variants.set(variant, judgement);
    judgements.set(assessment, variants);
  }
  return judgement;
}

function describeJudgement(row: AssessedSocket, extended: boolean) {
  const {verdict, rule, why, checks} = row.assessment;
  const {title, reason} = wordsOf(row);
  return {
    verdict,
    rule: rule.id,
    title,
    why,
    reason,
    caveat: caveatOf(row),
    source: rule.source,
    extended,
    checks: checks.map(({id, result, detail, leads}) => ({id, result, detail, leads})),
  };
}

/** A judgement with more members. */
export function extendJudgement<More extends object>(judgement: Judgement, more: More): Judgement & More {
  const extended = {...judgement, ...more};
  parts.set(extended, {base: judgement, more});
  return extended;
}
