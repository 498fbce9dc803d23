import type {
  NormalizedAssessment,
  NormalizedDocument,
  NormalizedRule,
  NormalizedSocket,
} from '../../app/table/normalized-document.ts';
import {count, list, object, oneOf, orNull, reference, type Schema} from './nodes.ts';
import {assessmentMembers, reasons, socketMembers} from './socket-schema.ts';

/** The members that a normalized document shares with the one of `--json`. */
type Head = Omit<NormalizedDocument, 'format' | 'rules' | 'checks' | 'assessments' | 'processes' | 'sockets'>;

const indexIn = (table: string): Schema => count(`index in \`${table}\``);

const {verdict, rule, title, why, reason, caveat, source, extended, verify} = assessmentMembers;

const normalizedRule = object<NormalizedRule>({rule, title, reason, caveat, source, extended});

const normalizedAssessment = object<NormalizedAssessment>({
  verdict,
  why,
  rule: indexIn('rules'),
  checks: list(indexIn('checks'), 'facts about the owner that were checked'),
});

type Owner = NormalizedSocket['owner'];
type KnownOwner = Omit<Extract<Owner, {readonly processes: readonly unknown[]}>, 'why'>;
type UnknownOwner = Omit<Extract<Owner, {readonly why: string}>, 'processes'>;

const knownOwner = object<KnownOwner>({
  known: {const: true},
  processes: list(indexIn('processes'), 'lowest pid first'),
});
const unknownOwner = object<UnknownOwner>({known: {const: false}, why: oneOf(reasons, 'why the owner is not known')});

const normalizedSocket = object<NormalizedSocket>({
  ...socketMembers,
  owner: {oneOf: [knownOwner, unknownOwner]},
  formerOwner: orNull(knownOwner),
  assessment: indexIn('assessments'),
  verify,
});

/** The document of `--format normalized` and its parts, by name. */
export const normalizedDefinitions = (head: {readonly [Name in keyof Head]: Schema}) => ({
  normalized: object<NormalizedDocument>({
    format: {const: 'normalized'},
    ...head,
    rules: list(reference('normalizedRule'), 'the rules, with their reasons'),
    checks: list(reference('check'), 'the facts that were checked'),
    assessments: list(reference('normalizedAssessment'), 'the assessments'),
    processes: list(reference('process'), 'the processes that hold sockets, or held them'),
    sockets: list(reference('normalizedSocket'), 'every socket that is shown'),
  }),
  normalizedRule,
  normalizedAssessment,
  normalizedSocket,
});
