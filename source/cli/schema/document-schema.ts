import type {Change} from '../../app/table/changes.ts';
import type {Document, SocketDocument} from '../../app/table/document.ts';
import {liveSources} from '../../domain/snapshot.ts';
import {socketStates} from '../../domain/socket.ts';
import {baseline} from './acceptance-schema.ts';
import {count, counts, list, object, oneOf, orNull, reference, type Schema, text, word} from './nodes.ts';
import {normalizedDefinitions} from './normalized-schema.ts';
import {socketDefinitions} from './socket-schema.ts';

const instant: Schema = {type: 'string', format: 'date-time', description: 'when the host was read'};

/** A line of `--stream`. */
const change = object<{readonly event: unknown; readonly at: unknown; readonly socket: SocketDocument}>({
  event: word<Change['event']>(
    {opened: true, changed: true, drift: true, closed: true},
    'the kind of change; drift: it begins to differ from the accepted baseline',
  ),
  at: instant,
  socket: reference('socket'),
});

/** The members of a document besides its sockets. */
const headMembers = {
  version: {const: 1},
  takenAt: instant,
  host: text('name of the host, or `saved output`'),
  source: oneOf([...liveSources, 'saved'], 'where the sockets come from'),
  coverage: object<Document['coverage']>({
    sockets: count('sockets in this document'),
    ownersKnown: count('sockets whose owner is known'),
    ownersHidden: count('sockets whose owner exists, or may exist, and could not be seen'),
    notes: list({type: 'string'}, 'gaps of the poll, a sentence each'),
    localSockets: {
      type: 'object',
      additionalProperties: count('sockets of the family'),
      description: 'sockets between programs of this machine, or with its kernel, by family, which are not shown',
    },
  }),
  summary: object<Document['summary']>({
    explained: count('sockets with this verdict'),
    learn: count('sockets with this verdict'),
    suspect: count('sockets with this verdict'),
    byState: counts(socketStates, 'sockets by state'),
    exposedListeners: count('listeners that are not on loopback'),
    dynamicUdp: count('UDP sockets on ports that clients are given, which are not among them'),
    accepted: orNull(count('sockets as accepted in the baseline, whatever their verdict; null without a baseline')),
    drifted: orNull(count('sockets accepted, and not as they were then; null without a baseline')),
    new: orNull(count('listeners that nobody accepted; null without a baseline')),
  }),
  baseline: orNull(baseline),
} satisfies {readonly [Name in Exclude<keyof Document, 'sockets'>]: Schema};

/**
 * The JSON schema of `--json`, version 1; a line of `--stream` is its definition `change`, the document of
 * `--format normalized` its definition `normalized`.
 */
export const documentSchema: Schema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'portwatch --json, version 1',
  description: 'Members may be added; none changes or goes without a new version.',
  ...object<Document>({
    ...headMembers,
    sockets: list(reference('socket'), 'every socket that is shown'),
  }),
  $defs: {...socketDefinitions, change, ...normalizedDefinitions(headMembers)},
};
