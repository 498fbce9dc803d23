import fc from 'fast-check';
import {
  type Block,
  type ConversationBlock,
  type ListenerBlock,
  type PlacedBlock,
  reachClasses,
} from '../../source/domain/baseline.ts';
import {sanitize, trusted} from '../../source/domain/text.ts';
import {anyText} from '../helpers/arbitrary.ts';

/** The names of checks that the files of these tests may have. */
export const checks: ReadonlySet<string> = new Set(['owner-path', 'owner-shell']);

const nothing = {
  netns: null,
  container: null,
  exe: null,
  script: null,
  user: null,
  accepted: null,
  note: null,
  failed: [],
};

/** Texts of a test, which need not be marked as clean. */
type Parts<T> = {readonly [Key in keyof T]?: T[Key] | string | readonly string[] | null};

export const listener = (parts: Parts<ListenerBlock> = {}): ListenerBlock =>
  ({
    ...nothing,
    kind: 'listener',
    proto: 'tcp',
    port: 8443,
    reach: null,
    unit: null,
    package: null,
    image: null,
    sha256: null,
    exeSha256: null,
    ...parts,
  }) as ListenerBlock;

export const conversation = (parts: Parts<ConversationBlock> = {}): ConversationBlock =>
  ({...nothing, kind: 'conversation', proto: 'tcp', peerPort: 5432, peer: null, ...parts}) as ConversationBlock;

/** The block without its lines. */
export const bare = ({lines: _, ...block}: PlacedBlock): Block => block as Block;

const text = anyText.map(each => sanitize(each)).filter(each => each !== '');
const optional = <T>(values: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(values, {nil: null});
const time = fc
  .date({min: new Date(0), max: new Date('2099-12-31'), noInvalidDate: true})
  .map(date => trusted(date.toISOString()));
const place = fc.oneof(
  fc.constant({netns: null, container: null}),
  text.map(netns => ({netns, container: null})),
  text.map(container => ({netns: null, container})),
);
const shared = {
  exe: optional(text.map(each => `/${each}`)),
  script: optional(text),
  user: optional(text),
  failed: fc.subarray([...checks]),
  accepted: optional(time),
  note: optional(text),
};

const digest = fc.constantFrom('0'.repeat(64), 'abcdef01'.repeat(8));
const anyListener = fc
  .record({
    ...shared,
    proto: fc.constantFrom('tcp', 'udp', 'raw', 'packet'),
    port: fc.oneof(fc.integer({min: 1, max: 65_535}), fc.constant('ephemeral')),
    reach: optional(fc.constantFrom(...reachClasses)),
    unit: optional(text),
    package: optional(text),
    image: optional(text),
    sha256: optional(digest),
    exeSha256: optional(digest),
  })
  .map(({port, ...parts}) => ({
    ...listener(parts),
    port: port as number,
    sha256: parts.exe === null ? null : parts.sha256,
    exeSha256: parts.exe === null || parts.script === null ? null : parts.exeSha256,
  }))
  .map(block => block as ListenerBlock);

const anyConversation = fc
  .record({
    ...shared,
    proto: fc.constantFrom('tcp', 'udp'),
    peerPort: fc.integer({min: 1, max: 65_535}),
    peer: optional(fc.constantFrom('10.0.0.0/8', '192.0.2.7', 'fe80::/10', '2001:db8::1')),
  })
  .map(({peerPort, ...parts}) => ({...conversation(parts), peerPort}));

/** Any block that a file may have. */
export const anyBlock: fc.Arbitrary<Block> = fc
  .tuple(fc.oneof(anyListener, anyConversation), place)
  .map(([block, where]) => ({...block, ...where}) as Block);
