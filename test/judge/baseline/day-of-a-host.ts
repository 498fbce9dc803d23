import {
  type Evidence,
  noEvidence,
  noProcessEvidence,
  type PackagedFile,
  type ProcessEvidence,
} from '../../../source/domain/evidence.ts';
import {known, unknown} from '../../../source/domain/known.ts';
import type {ListedProcess, Process, Socket} from '../../../source/domain/socket.ts';
import {trusted} from '../../../source/domain/text.ts';
import {executable, process, socket} from '../../helpers/build.ts';

/** A made-up host whose services start, stop and start again. */

export type Service = {
  readonly name: string;
  readonly protocol: 'tcp' | 'udp';
  /** `ephemeral`: the kernel chooses one, another one with each start. */
  readonly port: number | 'ephemeral';
  readonly addresses: readonly string[];
  readonly path: string;
  readonly script?: string;
  readonly user: string;
  readonly unit: string;
  readonly isPackaged: boolean;
  /** Processes besides the first one, which hold the same socket, or each a socket of its own. */
  readonly workers: number;
  readonly holds: 'one socket' | 'a socket each';
  /** systemd listens, and starts the program with the first connection. */
  readonly isActivated?: boolean;
  readonly digest: string;
  readonly isUnchanged: boolean;
  readonly tracer: number;
};

const usual = {
  protocol: 'tcp',
  user: 'root',
  isPackaged: true,
  workers: 0,
  holds: 'one socket',
  digest: 'aa'.repeat(32),
  isUnchanged: true,
  tracer: 0,
} as const;

/** The services of the host, as they are accepted. */
export const services: readonly Service[] = [
  {...usual, name: 'ssh', port: 22, addresses: ['0.0.0.0', '[::]'], path: '/usr/sbin/sshd', unit: 'ssh.service'},
  {
    ...usual,
    name: 'nginx',
    port: 443,
    addresses: ['0.0.0.0'],
    path: '/usr/sbin/nginx',
    unit: 'nginx.service',
    workers: 3,
  },
  {...usual, name: 'envoy', port: 8080, addresses: ['10.0.0.5'], path: '/usr/bin/envoy', unit: 'envoy.service'},
  {...usual, name: 'cups', port: 631, addresses: ['127.0.0.1'], path: '/usr/sbin/cupsd', unit: 'cups.service'},
  {...usual, name: 'syslog', port: 514, addresses: ['10.0.0.5'], path: '/usr/sbin/rsyslogd', unit: 'rsyslog.service'},
  {
    ...usual,
    name: 'app',
    port: 8443,
    addresses: ['127.0.0.1'],
    path: '/usr/bin/python3.11',
    script: '/srv/app/x.py',
    user: 'deploy',
    unit: 'app.service',
    isPackaged: false,
  },
  {
    ...usual,
    name: 'agent',
    port: 9100,
    addresses: ['10.0.0.5'],
    path: '/opt/agent/agentd',
    unit: 'agent.service',
    isPackaged: false,
  },
  {
    ...usual,
    name: 'probe',
    protocol: 'udp',
    port: 'ephemeral',
    addresses: ['0.0.0.0'],
    path: '/opt/agent/probe',
    user: 'probe',
    unit: 'probe.service',
    isPackaged: false,
  },
].map(
  (service): Service =>
    ({
      ...service,
      ...(service.name === 'envoy' && {workers: 2, holds: 'a socket each' as const}),
      ...(service.name === 'cups' && {isActivated: true}),
      ...(service.name === 'syslog' && {protocol: 'udp' as const}),
    }) as Service,
);

/** A service that runs: its processes, first one first, and its port. */
export type Running = {readonly service: Service; readonly processes: readonly ListedProcess[]; readonly port: number};

/** Numbers that no two starts share. */
export type Clock = {readonly at: number};

const processOf = (service: Service, pid: number, startedAt: number): ListedProcess =>
  process(service.path, {
    pid,
    startedAt,
    user: trusted(service.user),
    uid: service.user === 'root' ? 0 : 998,
    unit: trusted(service.unit),
    unitManager: 'system',
    executable: known(executable(service.path)),
  });

/** Starts a service at a time, with pids from `pid` on: workers may have lower ones than the first process. */
export function start(service: Service, at: number, pid: number): Running {
  const pids = Array.from({length: service.workers + 1}, (_, index) => pid + ((index + 1) % (service.workers + 1)));
  return {
    service,
    processes: pids.map((each, index) => processOf(service, each, at * 1000 + index)),
    port: service.port === 'ephemeral' ? 32_768 + ((at * 7919 + pid) % 28_000) : service.port,
  };
}

const systemd = process('/usr/lib/systemd/systemd', {
  pid: 1,
  startedAt: 1,
  unit: trusted('init.scope'),
  unitManager: 'system',
});

/** How much of the owners a poll can see. */
export type Sight = 'all' | 'owners pending' | 'owners hidden' | 'evidence pending';

/** The sockets of services, and of the ones that systemd keeps open while they are stopped. */
export function socketsOf(running: readonly Running[], stopped: readonly Service[], sight: Sight): readonly Socket[] {
  const held = (service: Service, port: number, holders: readonly Process[], name: string): readonly Socket[] =>
    service.addresses.map(address => {
      const state = service.protocol === 'tcp' ? 'LISTEN' : 'UNCONN';
      const owner = known(holders.map(each => ({process: each, descriptors: [3]})));
      const hidden = sight === 'owners pending' ? unknown('pending') : unknown('needs-root');
      return socket(
        `${service.protocol} ${state} ${address}:${port}`,
        sight === 'owners pending' || sight === 'owners hidden' ? hidden : owner,
        {key: `${service.name} ${address} ${port} ${name}`},
      );
    });
  const ofRunning = running.flatMap(({service, processes, port}) => {
    const manager = service.isActivated ? [systemd] : [];
    const [first] = processes;
    return service.holds === 'one socket'
      ? held(service, port, [...manager, ...processes], `${first?.pid}`)
      : processes.flatMap(each => held(service, port, [each], `${each.pid}`));
  });
  const activated = stopped.filter(({isActivated}) => isActivated);
  return [...ofRunning, ...activated.flatMap(service => held(service, Number(service.port), [systemd], 'systemd'))];
}

/** The evidence of these processes. A change of a service counts for all of them. */
export function evidenceOfHost(running: readonly Running[], sight: Sight): Evidence {
  const isPending = sight === 'evidence pending';
  const parts = ({service, processes}: Running) => {
    const [first] = processes;
    return processes.map(
      each => [each, evidenceOf(service, each === first ? null : (first ?? null), isPending)] as const,
    );
  };
  return {
    host: {
      ...noEvidence.host,
      ephemeralPorts: known([32_768, 60_999]),
      socketUnits: known([
        {protocol: 'tcp', address: trusted('127.0.0.1'), port: 631, unit: trusted('cups.socket'), activates: []},
      ]),
    },
    processes: new Map([[systemd, noProcessEvidence('not-collected')], ...running.flatMap(parts)]),
  };
}

function evidenceOf(service: Service, parent: ListedProcess | null, isPending: boolean): ProcessEvidence {
  const {script, isPackaged, isUnchanged, digest, tracer, unit} = service;
  const owner: PackagedFile | null = isPackaged
    ? {name: trusted(`${service.name}-package`), manager: 'dpkg', unchanged: known(isUnchanged)}
    : null;
  const file = known({mode: 0o644, uid: 0, writableByAll: null});
  const init = {pid: 1, executable: trusted('/usr/lib/systemd/systemd'), unit: trusted('init.scope')};
  const above = parent ? [{pid: parent.pid, executable: trusted(service.path), unit: trusted(unit)}] : [];
  return {
    ...noProcessEvidence('not-collected'),
    code: known(
      script === undefined
        ? {kind: 'own'}
        : {kind: 'file', path: trusted(script), state: 'intact', file, package: known(null)},
    ),
    tracer: known(tracer),
    ancestors: known([...above, init]),
    package: isPending ? unknown('pending') : known(script === undefined ? owner : null),
    digest: isPending ? unknown('pending') : known(trusted(digest)),
  };
}
