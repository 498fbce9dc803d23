import type {Code, ProcessEvidence} from '../domain/evidence.ts';
import {interpreterOf, isShell} from '../domain/interpreters.ts';
import type {Known} from '../domain/known.ts';
import {baseName, type Program, programOf} from '../domain/program.ts';
import type {Holder, Process} from '../domain/socket.ts';
import {trusted} from '../domain/text.ts';

/** The program that a process runs in effect, and its kind. */

/** netcat and the like: they pass bytes between a socket and another file or program. */
const relays = new Set([
  ...[
    'nc',
    'nc.openbsd',
    'nc.traditional',
    'ncat',
    'netcat',
    'socat',
    'cryptcat',
    'pwncat',
    'telnet',
    'websocat',
    'chisel',
  ],
  ...['openssl', 'curl', 'wget', 'ucspi-tcp', 'tcpclient', 'socket', 'busybox:nc', 'gs-netcat', 'ptelnet'],
]);

/** Programs that publish a port for a container. */
const publishers = new Set(['docker-proxy', 'rootlessport', 'conmon', 'pasta', 'passt', 'slirp4netns', 'netavark']);

/** Programs that ask any name server, because asking is their job. */
const resolvers = new Set([
  ...[
    'systemd-resolved',
    'systemd-resolve',
    'dnsmasq',
    'unbound',
    'named',
    'nsd',
    'knotd',
    'pdns_server',
    'pdns_recursor',
    'kresd',
    'knot-resolver',
    'stubby',
    'nscd',
  ],
  ...[
    'dnscrypt-proxy',
    'coredns',
    'bind',
    'connmand',
    'avahi-daemon',
    'dig',
    'host',
    'nslookup',
    'kdig',
    'drill',
    'delv',
  ],
  ...[
    'AdGuardHome',
    'pihole-FTL',
    'technitium',
    'maradns',
    'deadwood',
    'smartdns',
    'cloudflared',
    'nsupdate',
    'resolvectl',
  ],
]);

/**
 * Programs that start a service for each connection, whose socket is its standard input (inetd(8), systemd.socket(5)).
 */
const superservers = new Set([
  'inetd',
  'openbsd-inetd',
  'xinetd',
  'tcpserver',
  'tcpsvd',
  'ipsvd',
  'rlinetd',
  'tcpd',
  's6-tcpserver',
  'socklinger',
]);

/**
 * The program that a process runs: of a copy its original, of the dynamic loader the program it loads, of busybox the
 * applet; else its executable.
 */
export function effectiveProgram(process: Process, {code, copyOf}: ProcessEvidence): Program | null {
  const program = programOf(process);
  if (!program) return program;
  const own = (copyOf.known ? copyOf.value : null) ?? program.name;
  const name = code.known ? effectiveName(own, code.value) : own;
  return name === program.name
    ? program
    : {name: trusted(name), proven: program.proven, is: expected => expected === name};
}

function effectiveName(name: string, code: Code): string {
  if (code.kind === 'applet') return code.name;
  return code.kind === 'file' && interpreterOf(name) === null ? baseName(code.path) : name;
}

/** Base name of the script that an interpreter runs, where a package has it: limnoria, munin-node. */
export const packagedScript = (code: Known<Code>): string | null =>
  code.known && code.value.kind === 'file' && code.value.package.known && code.value.package.value !== null
    ? baseName(code.value.path)
    : null;

export const isShellProgram = ({name}: Program): boolean => isShell(name);

/** Whether it runs code that it is given. */
export const isInterpreter = ({name}: Program): boolean => interpreterOf(name) !== null;

export const isRelayProgram = ({name}: Program): boolean => relays.has(name);

/** Programs of whose port nothing follows: they pass bytes on, openssl within TLS. curl speaks HTTP. */
const byteRelays = new Set([
  'nc',
  'nc.openbsd',
  'nc.traditional',
  'ncat',
  'netcat',
  'socat',
  'openssl',
  'cryptcat',
  'pwncat',
  'telnet',
  'websocat',
  'chisel',
  'gs-netcat',
  'tcpclient',
  'rinetd',
  'redir',
]);

/**
 * Programs that are worth recognising under another name. Node, Bun and Deno are part of programs that are built with
 * them.
 */
export const isTelling = (name: string): boolean =>
  name === 'busybox' ||
  byteRelays.has(name) ||
  (interpreterOf(name) !== null && !/^(?:node|nodejs|bun|deno)$/.test(name));

export const isByteRelay = ({name}: Program): boolean => byteRelays.has(name);

export const isPublisher = ({name}: Program): boolean => publishers.has(name);

/**
 * The container of which one of the holders publishes a port, by its name or else its id: `container git`. conmon is in
 * the container's own group. `a container` where it is not known by either; null where no holder publishes a port.
 */
export function publishedContainer(holders: readonly Holder[]): string | null {
  if (!holders.flatMap(({process}) => programOf(process) ?? []).some(isPublisher)) return null;
  const [container] = holders.flatMap(({process: {publishes, container: own}}) => publishes ?? own ?? []);
  return container ? `container ${container.name ?? container.id}` : 'a container';
}

export const isResolver = ({name}: Program): boolean => resolvers.has(name);

/** Whether the executable at a path starts a service for each connection. */
export const isSuperserver = (path: string): boolean => superservers.has(baseName(path));

/** systemd as a manager: PID 1, or the manager of a user (systemd(1)). No other process of this name counts. */
export const isManager = ({pid, command}: Process): boolean => pid === 1 || /(?:^|\s)--user(?:\s|$)/.test(command);

/** Uids below this one are of the system, as is nobody (login.defs(5): UID_MIN; systemd's uid ranges). */
const firstPerson = 1000;
const nobody = 65_534;

/** Whether an account belongs to a service, not to root and not to a person. */
export const isServiceAccount = (uid: number | null): boolean =>
  uid !== null && ((uid > 0 && uid < firstPerson) || uid === nobody);

/** Whether this host's packages are known, and none has the file. A file of a container is of no package here. */
export const isDisowned = ({container}: Process, {package: owner}: ProcessEvidence): boolean =>
  owner.known && owner.value === null && container === null;
