import {BlockList, isIPv4, isIPv6} from 'node:net';
import fc from 'fast-check';
import type {Marks} from '../../../../source/app/table/filter/fields.ts';
import type {DriftKind} from '../../../../source/domain/baseline.ts';
import type {Process} from '../../../../source/domain/socket.ts';
import type {AssessedSocket} from '../../../../source/judge/assess-all.ts';

/**
 * Random queries, each as it is typed and as a plain statement about a row, made without the code that reads queries.
 */

export type Row = {readonly row: AssessedSocket; readonly marks: Marks; readonly shown: string};
type Statement = (row: Row) => boolean;
export type Term = {readonly text: string; readonly holds: Statement};

const processesOf = ({row}: Row): readonly Process[] =>
  row.socket.owner.known ? row.socket.owner.value.map(({process}) => process) : [];
const some = <T>(values: readonly (T | null)[], test: (value: T) => boolean): boolean =>
  values.some(value => value !== null && test(value));

/** Several values of one field: any of them may hold. */
const anyOf = (field: string, values: fc.Arbitrary<Term>): fc.Arbitrary<Term> =>
  fc.array(values, {minLength: 1, maxLength: 3}).map(terms => ({
    text: `${field}:${terms.map(({text}) => text).join('|')}`,
    holds: row => terms.some(({holds}) => holds(row)),
  }));

const numbersOf: Readonly<Record<string, (row: Row) => readonly (number | null)[]>> = {
  port: ({row: {socket}}) => [socket.local.port, socket.peer?.port ?? null],
  lport: ({row: {socket}}) => [socket.local.port],
  rport: ({row: {socket}}) => [socket.peer?.port ?? null],
  uid: row => [row.row.socket.uid, ...processesOf(row).map(({uid}) => uid)],
  pid: row => processesOf(row).map(({pid}) => pid),
};

const anyNumber = fc.constantFrom(0, 21, 22, 23, 53, 80, 443, 500, 812, 813, 1000, 1023, 51_000, 65_535);

const numberTerms = Object.entries(numbersOf).map(([field, of]) =>
  anyOf(
    field,
    fc.tuple(anyNumber, fc.option(anyNumber)).map(([a, b]): Term => {
      const [least, most] = b === null ? [a, a] : [Math.min(a, b), Math.max(a, b)];
      const text = b === null ? `${a}` : `${least}-${most}`;
      return {text, holds: row => some(of(row), each => each >= least && each <= most)};
    }),
  ),
);

/** An address as the filter means it: one that is mapped from IPv4 is IPv4. */
const unmapped = (address: string): string => address.replace(/^::ffff:(?=\d+\.)/, '');

const addressesOf: Readonly<Record<string, (row: Row) => readonly (string | null)[]>> = {
  addr: ({row: {socket}}) => [socket.local.address, socket.peer?.address ?? null],
  src: ({row: {socket}}) => [socket.local.address],
  dst: ({row: {socket}}) => [socket.peer?.address ?? null],
};

function isWithin(address: string, network: string, prefix: number): boolean {
  const bare = unmapped(address);
  if (isIPv4(network) ? !isIPv4(bare) : !isIPv6(bare)) return false;
  const family = isIPv4(network) ? 'ipv4' : 'ipv6';
  const list = new BlockList();
  list.addSubnet(network, prefix, family);
  return list.check(bare, family);
}

const network = fc
  .constantFrom('10.0.0.5', '10.0.0.0', '0.0.0.0', '127.0.0.1', '203.0.113.9', '::', '::1', 'fe80::1', '2001:db8::5')
  .chain(address =>
    fc.tuple(fc.option(fc.nat(isIPv4(address) ? 32 : 128)), fc.boolean()).map(([prefix, isBracketed]) => ({
      text: `${isIPv6(address) && isBracketed ? `[${address}]` : address}${prefix === null ? '' : `/${prefix}`}`,
      test: (each: string) => isWithin(each, address, prefix ?? (isIPv4(address) ? 32 : 128)),
    })),
  );
const partOfAddress = fc.constantFrom('10.0.', '0.', '203.', 'fe80:', 'DB8').map(part => ({
  text: part,
  test: (each: string) => each.toLowerCase().includes(part.toLowerCase()),
}));

const addressTerms = Object.entries(addressesOf).map(([field, of]) =>
  anyOf(
    field,
    fc.oneof({weight: 4, arbitrary: network}, partOfAddress).map(({text, test}) => ({
      text,
      holds: row => some(of(row), test),
    })),
  ),
);

const hasDrift =
  (kind: DriftKind): Statement =>
  ({row}) =>
    some(row.acceptance?.drift ?? [], difference => difference.kind === kind);

const words: Readonly<Record<string, Readonly<Record<string, Statement>>>> = {
  proto: {
    tcp: ({row: {socket}}) => socket.protocol === 'tcp',
    UDP: ({row: {socket}}) => socket.protocol === 'udp',
    raw: ({row: {socket}}) => socket.protocol === 'raw',
    packet: ({row: {socket}}) => socket.protocol === 'packet',
    Tcp6: ({row: {socket}}) => socket.protocol === 'tcp' && socket.family === 6,
    udp6: ({row: {socket}}) => socket.protocol === 'udp' && socket.family === 6,
  },
  state: {
    listen: ({row: {socket}}) => socket.state === 'LISTEN',
    UNCONN: ({row: {socket}}) => socket.state === 'UNCONN',
    estab: ({row: {socket}}) => socket.state === 'ESTABLISHED',
    established: ({row: {socket}}) => socket.state === 'ESTABLISHED',
    'close-wait': ({row: {socket}}) => socket.state === 'CLOSE_WAIT',
    TIME_WAIT: ({row: {socket}}) => socket.state === 'TIME_WAIT',
  },
  scope: {
    all: ({row}) => row.scope === 'all',
    loopback: ({row}) => row.scope === 'loopback',
    'link-local': ({row}) => row.scope === 'link-local',
    private: ({row}) => row.scope === 'private',
    public: ({row}) => row.scope === 'public',
  },
  dir: {
    listening: ({row}) => row.direction === 'listening',
    inbound: ({row}) => row.direction === 'inbound',
    outbound: ({row}) => row.direction === 'outbound',
    unconnected: ({row}) => row.direction === 'unconnected',
    unknown: ({row}) => row.direction === 'unknown',
  },
  netns: {
    host: ({row: {socket}}) => socket.netns === null,
    Web: ({row: {socket}}) => socket.netns?.name === 'web',
  },
  verdict: {
    explained: ({row}) => row.assessment.verdict === 'explained',
    LEARN: ({row}) => row.assessment.verdict === 'learn',
    suspect: ({row}) => row.assessment.verdict === 'suspect',
  },
  rule: {
    'ssh-server': ({row}) => row.assessment.rule.id === 'ssh-server',
    'open-listener': ({row}) => row.assessment.rule.id === 'open-listener',
    'https-client': ({row}) => row.assessment.rule.id === 'https-client',
  },
  is: {
    new: ({marks}) => marks.isNew,
    closed: ({marks}) => marks.isClosed,
    changed: ({marks}) => marks.isChanged,
    v4: ({row: {socket}}) => socket.family === 4,
    V6: ({row: {socket}}) => socket.family === 6,
    loopback: ({row}) => row.loopback,
    exposed: ({row: {socket, loopback}}) =>
      !loopback && (socket.state === 'LISTEN' || (socket.protocol === 'udp' && socket.peer === null)),
    root: row => row.row.socket.uid === 0 || processesOf(row).some(({uid}) => uid === 0),
    mptcp: ({row}) => row.socket.mptcp === true,
    accepted: ({row}) => row.acceptance?.state === 'accepted',
    drift: ({row}) => row.acceptance?.state === 'drifted' || row.acceptance?.state === 'new',
  },
  drift: {
    owner: hasDrift('owner'),
    Replaced: hasDrift('replaced'),
    widened: hasDrift('widened'),
    unit: hasDrift('unit'),
    check: hasDrift('check'),
    new: ({row}) => row.acceptance?.state === 'new',
  },
};

const wordTerms = Object.entries(words).map(([field, statements]) =>
  anyOf(field, fc.constantFrom(...Object.entries(statements).map(([text, holds]): Term => ({text, holds})))),
);

/** A text to search for, as typed, and its meaning. */
type Part = {readonly text: string; readonly test: (text: string) => boolean};

const part = (text: string, wanted = text): Part => ({
  text,
  test: each => each.toLowerCase().includes(wanted.toLowerCase()),
});
const bareParts = fc
  .constantFrom('s', 'SSH', '22', 'tcp', 'curl', 'root', 'docker', '.service', 'web-server')
  .map(each => part(each));
const wholeParts = fc.constantFrom<Part>(
  part('"tcp listen"', 'tcp listen'),
  part('"a|b"', 'a|b'),
  part('"/usr/"', '/usr/'),
  part('/usr/sbin/'),
  part('/usr/sbin/sshd'),
  {text: '/^TCP/', test: each => each.toLowerCase().startsWith('tcp')},
  {text: '/d$/', test: each => each.toLowerCase().endsWith('d')},
  {text: '/^.{4}$/', test: each => each.length === 4},
  {text: '/curl|ssh d?/', test: each => /curl|ssh d?/i.test(each)},
  {text: '/usr\\/s?bin/', test: each => each.includes('usr/bin') || each.includes('usr/sbin')},
);

const textsOf: Readonly<Record<string, (row: Row) => readonly (string | null)[]>> = {
  proc: row => [
    ...processesOf(row).flatMap(({name, executable}) => [
      name,
      executable.known ? (executable.value.path.split('/').at(-1) ?? null) : null,
    ]),
    row.row.role,
  ],
  exe: row => processesOf(row).map(({executable}) => (executable.known ? executable.value.path : null)),
  user: row => [row.row.socket.user, ...processesOf(row).map(({user}) => user)],
  unit: row => processesOf(row).map(({unit}) => unit),
  container: row =>
    processesOf(row).flatMap(({container}) => [
      container?.runtime ?? null,
      container?.id ?? null,
      container?.name ?? null,
    ]),
};

const textTerms = Object.entries(textsOf).flatMap(([field, of]) => [
  anyOf(
    field,
    bareParts.map(({text, test}) => ({text, holds: row => some(of(row), test)})),
  ),
  wholeParts.map(({text, test}): Term => ({text: `${field}:${text}`, holds: row => some(of(row), test)})),
]);

const plainWords = fc.oneof(
  fc.array(bareParts, {minLength: 1, maxLength: 3}).map(
    (parts): Term => ({
      text: parts.map(({text}) => text).join('|'),
      holds: ({shown}) => parts.some(({test}) => test(shown)),
    }),
  ),
  wholeParts.map(({text, test}): Term => ({text, holds: ({shown}) => test(shown)})),
);

const anyTerm = fc
  .tuple(
    fc.constantFrom('', '', '!', '-'),
    fc.oneof(...numberTerms, ...addressTerms, ...wordTerms, ...textTerms, plainWords),
  )
  .map(
    ([sign, {text, holds}]): Term => ({
      text: sign + text,
      holds: sign === '' ? holds : row => !holds(row),
    }),
  );

/** No term or more, all of which hold. */
export const anyQuery: fc.Arbitrary<Term> = fc.array(anyTerm, {maxLength: 3}).chain(terms =>
  fc.constantFrom(' ', '  ').map(blank => ({
    text: terms.map(({text}) => text).join(blank),
    holds: row => terms.every(({holds}) => holds(row)),
  })),
);
