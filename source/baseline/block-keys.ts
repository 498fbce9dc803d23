import {canonicalAddress, unmapped} from '../domain/address.ts';
import {type Block, type ConversationBlock, type ListenerBlock, reachClasses} from '../domain/baseline.ts';
import {networkBits} from '../domain/network.ts';
import type {Protocol} from '../domain/socket.ts';
import {sanitize} from '../domain/text.ts';

type Field = Exclude<keyof ListenerBlock | keyof ConversationBlock, 'kind'>;

/** A value of a block; null where the block has none. */
type FieldValue = string | number | readonly string[] | null;

/** A value as it was read: integers are bigint, `written` is its text in the file. */
type Read = {readonly value: unknown; readonly written: string; readonly checks: ReadonlySet<string>};

/** One key of a block. */
export type BlockKey = {
  /** As in the file. */
  readonly key: string;
  readonly field: Field;
  /** The kinds of blocks that have it. */
  readonly of: readonly Block['kind'][];
  readonly isNeeded?: true;
  /** Whether two blocks of one socket that differ in it alone accept the same. */
  readonly isRemark?: true;
  /** Completes "port takes …". */
  readonly allowed: string;
  /** undefined for a value that is not allowed. */
  readonly read: (read: Read) => FieldValue | undefined;
  /** The value as TOML. */
  readonly show: (value: Exclude<FieldValue, null>) => string;
};

const both = ['listener', 'conversation'] as const;
const listeners = ['listener'] as const;
const conversations = ['conversation'] as const;

/** A string of TOML on one line. Total: a lone surrogate, which TOML has no way to write, becomes U+FFFD. */
const quoted = (text: string): string => JSON.stringify(text.toWellFormed()).replaceAll('\x7f', '\\u007f');

const show: BlockKey['show'] = value => {
  if (typeof value === 'string') return quoted(value);
  return typeof value === 'number' ? String(value) : `[${value.map(quoted).join(', ')}]`;
};

/** A key for text that is not empty, as sanitized as the facts with which it is compared. */
const textKey = (
  allowed: string,
  isAllowed: (text: string) => boolean = () => true,
): Pick<BlockKey, 'allowed' | 'read' | 'show'> => ({
  allowed,
  read: ({value}) => (typeof value === 'string' && value !== '' && isAllowed(value) ? sanitize(value) : undefined),
  show,
});

const oneOf = (words: readonly string[]): Pick<BlockKey, 'allowed' | 'read' | 'show'> =>
  textKey(`one of ${words.join(', ')}`, text => words.includes(text));

const protocols: readonly Protocol[] = ['tcp', 'udp', 'raw', 'icmp', 'packet'];

const portIn = (value: unknown): number | undefined =>
  typeof value === 'bigint' && value >= 0n && value <= 65_535n ? Number(value) : undefined;

/** A path on Unix or Windows that does not depend on a working directory. */
const isAbsolutePath = (text: string): boolean => /^(?:\/|[A-Za-z]:[\\/]|\\\\)/.test(text);

const digest: Pick<BlockKey, 'allowed' | 'read' | 'show'> = {
  allowed: '64 hexadecimal digits',
  read: ({value}) => (typeof value === 'string' && /^[\da-f]{64}$/i.test(value) ? value.toLowerCase() : undefined),
  show,
};

/** An address, or an address and the length of a prefix, with the address in canonical form. */
function networkIn(text: string): string | undefined {
  const [address = '', prefix] = text.split('/');
  const canonical = unmapped(canonicalAddress(address) ?? '');
  if (canonical === '' || networkBits(text) === null) return undefined;
  return prefix === undefined ? canonical : `${canonical}/${Number(prefix)}`;
}

/** A time of RFC 3339 in its parts. TOML lets the offset, the seconds or the time of day be absent. */
const timePattern = /^(\d{4}-\d\d-\d\d)(?:[Tt ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?)([Zz]|[+-]\d\d:\d\d)?)?$/;

/** The time with `T` and `Z`; undefined for a value that is no day. */
function timeIn({value, written}: Read): string | undefined {
  const [, day, time, offset = ''] = (value instanceof Date ? written.match(timePattern) : null) ?? [];
  if (day === undefined) return undefined;
  return time === undefined ? day : `${day}T${time}${offset.toUpperCase()}`;
}

/** Every key of a block, in the order in which a new block has them. */
export const blockKeys: readonly BlockKey[] = [
  {key: 'proto', field: 'proto', of: both, isNeeded: true, ...oneOf(protocols)},
  {
    key: 'port',
    field: 'port',
    of: listeners,
    isNeeded: true,
    allowed: 'a number from 0 to 65535, or "ephemeral"',
    read: ({value}) => (value === 'ephemeral' ? value : portIn(value)),
    show,
  },
  {
    key: 'peer-port',
    field: 'peerPort',
    of: conversations,
    isNeeded: true,
    allowed: 'a number from 0 to 65535',
    read: ({value}) => portIn(value),
    show,
  },
  {
    key: 'peer',
    field: 'peer',
    of: conversations,
    allowed: 'an address or a network, as "10.0.0.0/8"',
    read: ({value}) => (typeof value === 'string' ? networkIn(value) : undefined),
    show,
  },
  {key: 'reach', field: 'reach', of: listeners, ...oneOf(reachClasses)},
  {key: 'netns', field: 'netns', of: both, ...textKey('the name of a network namespace')},
  {key: 'container', field: 'container', of: both, ...textKey('the name of a container')},
  {key: 'exe', field: 'exe', of: both, ...textKey('the whole path of a file, as "/usr/sbin/nginx"', isAbsolutePath)},
  {key: 'script', field: 'script', of: both, ...textKey('the path of a script')},
  {key: 'user', field: 'user', of: both, ...textKey('the name of a user, or a user ID in quotes')},
  {key: 'unit', field: 'unit', of: listeners, ...textKey('the name of a unit, as "nginx.service"')},
  {key: 'package', field: 'package', of: listeners, ...textKey('the name of a package')},
  {
    key: 'image',
    field: 'image',
    of: listeners,
    ...textKey('the image of a container, as "docker.io/library/nginx:1.27"'),
  },
  {key: 'sha256', field: 'sha256', of: listeners, ...digest},
  {key: 'exe-sha256', field: 'exeSha256', of: listeners, ...digest},
  {
    key: 'failed',
    field: 'failed',
    of: both,
    allowed: 'a list of names of checks, as ["owner-path"]',
    read: ({value, checks}) =>
      Array.isArray(value) && value.every(each => typeof each === 'string' && checks.has(each)) ? value : undefined,
    show,
  },
  {
    key: 'accepted',
    field: 'accepted',
    of: both,
    isRemark: true,
    allowed: 'a time without quotes, as 2026-11-27T10:12:00Z',
    read: timeIn,
    // A text of another form stands in quotes, so that it cannot become other keys; the file is then refused.
    show: value => (timePattern.test(String(value)) ? String(value) : quoted(String(value))),
  },
  {
    key: 'note',
    field: 'note',
    of: both,
    isRemark: true,
    allowed: 'a text',
    read: ({value}) => (typeof value === 'string' ? sanitize(value) || null : undefined),
    show,
  },
];

/** The value of a block for a key; null where it has none, or an empty list. */
export function partOf(block: Block, {field}: BlockKey): Exclude<FieldValue, null> | null {
  const value = (block as Partial<Record<Field, FieldValue>>)[field] ?? null;
  return Array.isArray(value) && value.length === 0 ? null : value;
}

/** A text that two blocks share where they are about the same socket and expect the same of it. */
export const expectationOf = (block: Block): string =>
  JSON.stringify([block.kind, ...blockKeys.filter(({isRemark}) => !isRemark).map(key => partOf(block, key))]);

/** A text that two blocks share where they differ in nothing but their place. */
export const contentOf = (block: Block): string =>
  JSON.stringify([block.kind, ...blockKeys.map(key => partOf(block, key))]);
