import type {SocketDocument} from '../../app/table/document.ts';
import type {Scope} from '../../domain/address.ts';
import {type Direction, directionReasons} from '../../domain/facts.ts';
import {type WhyUnknown, whyUnknownWords} from '../../domain/known.ts';
import {type Container, type Protocol, socketStates} from '../../domain/socket.ts';
import {type CheckResult, verdicts} from '../../domain/verdict.ts';
import {acceptance} from './acceptance-schema.ts';
import {count, flag, list, object, oneOf, orNull, reference, type Schema, text, word} from './nodes.ts';

type Peer = NonNullable<SocketDocument['peer']>;
/** The compiler requires of each form of an owner the members of the other form, as absent ones. */
type KnownOwner = Omit<Extract<SocketDocument['owner'], {readonly processes: readonly unknown[]}>, 'why'>;
type UnknownOwner = Omit<Extract<SocketDocument['owner'], {readonly why: string}>, 'processes'>;
type Process = KnownOwner['processes'][number];
type Assessment = SocketDocument['assessment'];

/** A document is written only once all owners are found, so none of them is pending. */
export const reasons = Object.keys(whyUnknownWords).filter(why => why !== ('pending' satisfies WhyUnknown));

const knownOwner = object<KnownOwner>({
  known: {const: true},
  processes: list(reference('process'), 'lowest pid first'),
});

/** The members of a socket. */
export const socketMembers = {
  key: text('the same while the socket lives'),
  protocol: word<Protocol>(
    {tcp: true, udp: true, raw: true, icmp: true, packet: true},
    'protocol; icmp for a ping socket',
  ),
  family: oneOf([4, 6, null], 'IP version; null for packet sockets'),
  state: oneOf(socketStates, 'state as in tcp(7); UNCONN for a socket without a peer'),
  local: reference('end'),
  peer: orNull(reference('end')),
  direction: word<Direction>(
    {listening: true, inbound: true, outbound: true, unconnected: true, unknown: true},
    'who opened it; unknown where a saved text does not show that, or the listener is gone',
  ),
  directionReason: oneOf(Object.keys(directionReasons), 'what the direction rests on, or why it is unknown'),
  scope: word<Scope>(
    {loopback: true, 'link-local': true, private: true, public: true, all: true},
    'the hosts that can reach the local address',
  ),
  loopback: flag('whether the local address is on loopback'),
  service: orNull(text('name of the port that names the service')),
  serviceIsGuess: flag('whether nothing but the port speaks for that name: its owner is known and is another program'),
  recvQueue: orNull(count('bytes received and not yet read; of a listener, connections that wait')),
  sendQueue: orNull(count('bytes sent and not yet acknowledged; of a listener, the most connections that may wait')),
  uid: orNull(count('user ID of the socket')),
  user: orNull(text('name of that user')),
  inode: orNull(count('inode of the socket')),
  tcp: orNull(reference('tcp')),
  mptcp: orNull(flag('whether it belongs to a socket that was opened as Multipath TCP; null where not reported')),
  netns: orNull(reference('netns')),
  owner: reference('owner'),
  formerOwner: orNull(knownOwner),
  role: orNull(text('what the owner serves as, by its unit or script, where its program does not show it')),
  listener: orNull(reference('listener')),
  published: orNull(reference('published')),
  acceptance: orNull(reference('acceptance')),
  assessment: reference('assessment'),
} satisfies {readonly [Name in keyof SocketDocument]: Schema};

const socket = object<SocketDocument>(socketMembers);

const end = object<Peer>({
  address: text('address without brackets; * or a host name only where saved text has one'),
  port: count('0 where there is none'),
  interface: orNull(text('bound device, or scope of a link-local address')),
});

const tcp = object<NonNullable<SocketDocument['tcp']>>({
  rttMs: {type: 'number', minimum: 0, description: 'smoothed round-trip time in milliseconds'},
  retransmits: count('retransmissions over the whole connection'),
  bytesSent: count('bytes sent and acknowledged'),
  bytesReceived: count('bytes received'),
});

const netns = object<NonNullable<SocketDocument['netns']>>({
  name: text('by ip netns, else the container, else the unit, else net:[inode]'),
  inode: count('inode of the namespace on nsfs'),
});

const owner: Schema = {
  oneOf: [knownOwner, object<UnknownOwner>({known: {const: false}, why: oneOf(reasons, 'why the owner is not known')})],
};

const process = object<Process>({
  pid: orNull(count('process ID; null where saved text has a name alone')),
  name: orNull(text('the name that the process gives itself: a claim; null where saved text has a pid alone')),
  executable: orNull(text('path of the file that runs; null where that could not be read')),
  command: text('arguments, joined by blanks'),
  user: orNull(text('user of the process')),
  unit: orNull(text('systemd unit')),
  container: orNull(reference('container')),
  publishes: orNull(reference('container')),
});

const container = object<Container>({
  runtime: word<Container['runtime']>(
    {docker: true, podman: true, containerd: true, 'cri-o': true, kubernetes: true, lxc: true, machine: true},
    'container engine',
  ),
  id: text('first 12 digits of the ID, or the name where the engine uses names'),
  name: orNull(text('name on record')),
  image: orNull(text('image on record')),
});

const listener = object<NonNullable<SocketDocument['listener']>>({
  key: text('the key of its socket, which may be gone'),
  verdict: oneOf(verdicts, 'its verdict, as it was last seen'),
  rule: text('ID of the rule that applies to it'),
  why: text('the reason in a few words'),
});

const socketReference = object<NonNullable<SocketDocument['published']>['answeredBy'][number]>({
  key: text('the key of the socket'),
  netns: orNull(reference('netns')),
  by: word(
    {passes: true, keeps: true},
    'passes: a proxy passes connections on to this socket; keeps: the engine keeps the port, the kernel redirects it',
  ),
});

const published = object<NonNullable<SocketDocument['published']>>({
  answeredBy: list(
    reference('socketReference'),
    'of a port of the host that a container engine publishes, the sockets in the container',
  ),
  publishedAs: list(
    reference('socketReference'),
    'of a socket in a container, the ports of the host that are published for it',
  ),
});

const check = object<Assessment['checks'][number]>({
  id: text('ID of the check'),
  result: word<CheckResult>({pass: true, fail: true, unknown: true, 'not-applicable': true}, 'unknown is no failure'),
  detail: text('the fact that was checked'),
  leads: oneOf([...verdicts, null], 'the verdict that a failure leads to; null unless it failed'),
});

/** The members of an assessment. */
export const assessmentMembers = {
  verdict: oneOf(verdicts, 'never "safe"'),
  rule: text('ID of the rule that applies'),
  title: text('title of the rule'),
  why: text('the reason in a few words'),
  reason: text('the reason in full'),
  caveat: text('the limits of the reason'),
  source: object<Assessment['source']>({
    document: text('document that the reason is from'),
    passage: text('place in it'),
  }),
  extended: flag("whether the rule extends the document's own reasoning"),
  checks: list(reference('check'), 'facts about the owner that were checked'),
  verify: list({type: 'string'}, 'commands that check the socket'),
} satisfies {readonly [Name in keyof Assessment]: Schema};

const assessment = object<Assessment>(assessmentMembers);

/** Definitions of a socket and its parts, by name. */
export const socketDefinitions = {
  socket,
  end,
  tcp,
  netns,
  owner,
  process,
  container,
  listener,
  published,
  socketReference,
  acceptance,
  assessment,
  check,
};
