import assert from 'node:assert/strict';

/** The shape of a socket in JSON, version 1: what scripts rely on. */

type Shape = {readonly [key: string]: (value: unknown) => boolean};

const isText = (value: unknown): boolean => typeof value === 'string';
const isCount = (value: unknown): boolean => typeof value === 'number' && Number.isInteger(value) && value >= 0;
const isFlag = (value: unknown): boolean => typeof value === 'boolean';
const oneOf =
  (...values: readonly unknown[]) =>
  (value: unknown): boolean =>
    values.includes(value);
const orNull =
  (holds: (value: unknown) => boolean) =>
  (value: unknown): boolean =>
    value === null || holds(value);
const listOf =
  (holds: (value: unknown) => boolean) =>
  (value: unknown): boolean =>
    Array.isArray(value) && value.every(holds);

/** An object that has these members at least. */
const has =
  (shape: Shape) =>
  (value: unknown): boolean => {
    if (typeof value !== 'object' || value === null) return false;
    const members = new Map(Object.entries(value));
    return Object.entries(shape).every(([key, holds]) => members.has(key) && holds(members.get(key)));
  };

const isEnd = has({address: isText, port: isCount, interface: orNull(isText)});
const isProcess = has({pid: isCount, name: isText, executable: orNull(isText), command: isText, user: orNull(isText)});
const whys = [
  'needs-root',
  'refused',
  'kernel',
  'not-accepted',
  'closing',
  'exited',
  'no-process',
  'other-namespace',
  'moving',
  'not-collected',
];
const states =
  'LISTEN ESTABLISHED SYN_SENT SYN_RECV FIN_WAIT1 FIN_WAIT2 TIME_WAIT CLOSE CLOSE_WAIT LAST_ACK CLOSING UNCONN';

const socket: Shape = {
  key: isText,
  protocol: oneOf('tcp', 'udp', 'raw', 'packet'),
  family: oneOf(4, 6, null),
  state: oneOf(...states.split(' ')),
  local: isEnd,
  peer: orNull(isEnd),
  direction: oneOf('listening', 'inbound', 'outbound', 'unconnected', 'unknown'),
  directionReason: isText,
  scope: oneOf('loopback', 'link-local', 'private', 'public', 'all'),
  loopback: isFlag,
  service: orNull(isText),
  serviceIsGuess: isFlag,
  role: orNull(isText),
  listener: orNull(has({key: isText, verdict: isText, rule: isText, why: isText})),
  recvQueue: isCount,
  sendQueue: isCount,
  uid: orNull(isCount),
  user: orNull(isText),
  inode: orNull(isCount),
  tcp: orNull(
    has({
      rttMs: value => typeof value === 'number' && value >= 0,
      retransmits: isCount,
      bytesSent: isCount,
      bytesReceived: isCount,
    }),
  ),
  owner: value =>
    has({known: oneOf(true), processes: listOf(isProcess)})(value) ||
    has({known: oneOf(false), why: oneOf(...whys)})(value),
  acceptance: orNull(
    has({
      state: oneOf('accepted', 'drifted', 'new'),
      at: orNull(isText),
      note: orNull(isText),
      drift: listOf(oneOf('owner', 'replaced', 'widened', 'unit', 'check', 'new')),
    }),
  ),
  assessment: has({
    verdict: oneOf('explained', 'learn', 'suspect'),
    rule: isText,
    title: isText,
    why: isText,
    caveat: isText,
    source: has({document: isText, passage: isText}),
    extended: isFlag,
    checks: listOf(
      has({
        id: isText,
        result: oneOf('pass', 'fail', 'unknown', 'not-applicable'),
        detail: isText,
        leads: oneOf('learn', 'suspect', null),
      }),
    ),
    verify: listOf(isText),
  }),
};

/** Fails with the members of a socket that are not as the contract has them. */
export function assertSocketShape(value: unknown): void {
  const wrong = Object.keys(socket).filter(key => !has({[key]: socket[key] ?? isText})(value));
  assert.deepEqual(wrong, [], JSON.stringify(value));
}
