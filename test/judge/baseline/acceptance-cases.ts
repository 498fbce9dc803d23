import type {Block} from '../../../source/domain/baseline.ts';
import type {Evidence, ProcessEvidence} from '../../../source/domain/evidence.ts';
import {known} from '../../../source/domain/known.ts';
import type {Container, Netns, Owner, Socket} from '../../../source/domain/socket.ts';
import {trusted} from '../../../source/domain/text.ts';
import {hidden, owner, ownerOf, process, socket} from '../../helpers/build.ts';
import {evidenceFor} from '../../helpers/evidence.ts';

export const on = (port: number, address = '0.0.0.0', protocol = 'tcp LISTEN'): string =>
  `${protocol} ${address}:${port}`;
export const nginx = process('/usr/sbin/nginx', {
  pid: 30,
  startedAt: 1000,
  unit: trusted('nginx.service'),
  unitManager: 'system',
});
export const script = (path: string): Partial<ProcessEvidence> => ({
  code: known({
    kind: 'file',
    path: trusted(path),
    state: 'intact',
    file: known({mode: 0o644, uid: 0, writableByAll: null}),
    package: known(null),
  }),
});

export const shared = ownerOf(nginx, process('/usr/bin/nc', {pid: 77, startedAt: 9000}));

/** A server in a container by the name of shop, in a network namespace with this inode. */
const inShop = (image: string | null, inode: number): Socket => {
  const container: Container = {
    runtime: 'docker',
    id: trusted(`${inode}`.padEnd(12, '0')),
    name: trusted('shop'),
    image: image === null ? null : trusted(image),
  };
  return socket(on(8443), ownerOf({...nginx, unit: null, unitManager: null, container}), {netns: netns('shop', inode)});
};

/** A change between the acceptance of all sockets of a poll and a later poll. */
export type Case = {
  readonly name: string;
  readonly before: readonly Socket[];
  readonly beforeEvidence?: Evidence;
  readonly now: readonly Socket[];
  readonly evidence?: Evidence;
  readonly change?: (block: Block) => Block;
  readonly expected: readonly string[];
};

export const web = socket(on(8443), ownerOf(nginx));
export const again = (changes: Partial<typeof nginx>, text = on(8443)): Socket =>
  socket(text, ownerOf({...nginx, pid: 99, startedAt: 5000, ...changes}));
export const netns = (name: string, inode: number): Netns => ({name: trusted(name), inode});
export const worker = (pid: number, user: string): typeof nginx => ({
  ...nginx,
  pid,
  startedAt: 1000 + pid,
  user: trusted(user),
});
export const python = process('/usr/bin/python3.11', {pid: 40, user: trusted('deploy'), uid: 1000});
export const app = ownerOf(python);
export const systemd = process('/usr/lib/systemd/systemd', {
  pid: 1,
  startedAt: 1,
  unit: trusted('init.scope'),
  unitManager: 'system',
});
export const activated = (...others: readonly (typeof nginx)[]): Owner => ownerOf(systemd, ...others);
export const unitsOfHost = (port: number, unit: string, ...activates: readonly string[]): Evidence => {
  const socketUnit = {protocol: 'tcp', address: trusted('0.0.0.0'), port, unit: trusted(unit)} as const;
  return evidenceFor([], {}, {socketUnits: known([{...socketUnit, activates: activates.map(trusted)}])});
};
export const packaged = (name: string, unchanged: boolean): Partial<ProcessEvidence> => ({
  package: known({name: trusted(name), manager: 'dpkg', unchanged: known(unchanged)}),
});
export const withHash = (block: Block): Block =>
  block.kind === 'listener' ? {...block, sha256: trusted('aa'.repeat(32))} : block;
export const other = {digest: known(trusted('bb'.repeat(32)))};

export const placeCases: readonly Case[] = [
  {name: 'as it was', before: [web], now: [web], expected: ['accepted']},
  {name: 'started again', before: [web], now: [again({})], expected: ['accepted']},
  {
    name: 'another program',
    before: [web],
    now: [again({executable: process('/tmp/nginx').executable})],
    expected: ['drifted owner'],
  },
  {name: 'another user', before: [web], now: [again({user: trusted('eve'), uid: 1001})], expected: ['drifted owner']},
  {name: 'another unit', before: [web], now: [again({unit: trusted('other.service')})], expected: ['drifted unit']},
  {
    name: "a unit of the same name of a user's own manager",
    before: [web],
    now: [again({unitManager: 'user'})],
    expected: ['drifted unit'],
  },
  {
    name: "started again by a user's own manager",
    before: [again({unitManager: 'user'})],
    now: [again({unitManager: 'user', pid: 100})],
    expected: ['accepted'],
  },
  {
    name: 'by hand instead of its unit',
    before: [web],
    now: [again({unit: null, unitManager: null})],
    expected: ['drifted unit'],
  },
  {
    name: 'from a login',
    before: [again({unit: trusted('session-3.scope')})],
    now: [again({unit: trusted('session-9.scope')})],
    expected: ['accepted'],
  },
  {
    name: 'open instead of loopback',
    before: [socket(on(8443, '127.0.0.1'), ownerOf(nginx))],
    now: [web],
    expected: ['drifted widened'],
  },
  {
    name: 'loopback instead of open',
    before: [web],
    now: [socket(on(8443, '127.0.0.1'), ownerOf(nginx))],
    expected: ['accepted'],
  },
  {name: 'a second port', before: [web], now: [web, again({}, on(8444))], expected: ['accepted', 'new']},
  {name: 'IPv4, then both', before: [web], now: [again({}, on(8443, '[::]'))], expected: ['accepted']},
  {
    name: 'both, then a pair',
    before: [socket(on(8443, '[::]'), ownerOf(nginx))],
    now: [web, again({}, on(8443, '[::]'))],
    expected: ['accepted', 'accepted'],
  },
  {
    name: 'another number of workers, and lower pids than the master',
    before: [socket(on(8443), ownerOf(worker(30, 'root'), worker(31, 'www-data')))],
    now: [
      socket(
        on(8443),
        ownerOf({...worker(7, 'www-data'), startedAt: 9000}, worker(900, 'root'), {
          ...worker(8, 'www-data'),
          startedAt: 9001,
        }),
      ),
    ],
    expected: ['accepted'],
  },
  {
    name: 'held by a program of another unit too',
    before: [web],
    now: [socket(on(8443), shared)],
    evidence: evidenceFor([shared], {ancestors: known([])}),
    expected: ['drifted owner'],
  },
  {name: 'nobody holds it', before: [web], now: [socket(on(8443), hidden('no-process'))], expected: ['drifted owner']},
  ...[true, false].map(
    (seesAllUsers): Case => ({
      name: `a worker alone, where ${seesAllUsers ? 'all processes' : 'processes of one user'} can be read`,
      before: [web],
      now: [{...again({user: trusted('www-data'), uid: 33}), uid: 0}],
      evidence: evidenceFor([], {}, {seesAllUsers}),
      expected: [seesAllUsers ? 'drifted owner' : 'accepted'],
    }),
  ),
  {name: 'owner not visible', before: [web], now: [socket(on(8443), hidden('needs-root'))], expected: ['accepted']},
  {
    name: 'the same port in another namespace',
    before: [web],
    now: [socket(on(8443), ownerOf(nginx), {netns: netns('a', 5)})],
    expected: ['new'],
  },
  {
    name: 'the same namespace with another inode',
    before: [socket(on(8443), ownerOf(nginx), {netns: netns('a', 5)})],
    now: [socket(on(8443), ownerOf(nginx), {netns: netns('a', 6)})],
    expected: ['accepted'],
  },
  {
    name: 'an accepted conversation',
    before: [socket('tcp ESTABLISHED 10.0.0.5:51000 203.0.113.9:5432', app)],
    now: [socket('tcp ESTABLISHED 10.0.0.5:53999 203.0.113.10:5432', app)],
    expected: ['accepted'],
  },
  {
    name: 'an accepted conversation of another program',
    before: [socket('tcp ESTABLISHED 10.0.0.5:51000 203.0.113.9:5432', app)],
    now: [socket('tcp ESTABLISHED 10.0.0.5:53999 203.0.113.9:5432', owner('/usr/bin/nc'))],
    expected: ['-'],
  },
  {
    name: 'an accepted conversation with a network, and one beyond',
    before: [socket('tcp ESTABLISHED 10.0.0.5:51000 10.9.0.9:5432', app)],
    change: block => (block.kind === 'conversation' ? {...block, peer: trusted('10.9.0.0/16')} : block),
    now: [
      socket('tcp ESTABLISHED 10.0.0.5:53999 10.9.3.1:5432', app),
      socket('tcp ESTABLISHED 10.0.0.5:53998 10.8.3.1:5432', app),
    ],
    expected: ['accepted', '-'],
  },
  {
    name: 'a connection that came in to it',
    before: [web],
    now: [web, socket('tcp ESTABLISHED 10.0.0.5:8443 198.51.100.7:50122', ownerOf(nginx))],
    expected: ['accepted', 'accepted'],
  },
  {
    name: 'a connection to a listener that drifted',
    before: [web],
    now: [
      again({user: trusted('eve'), uid: 1001}),
      socket('tcp ESTABLISHED 10.0.0.5:8443 198.51.100.7:50122', ownerOf(nginx)),
    ],
    expected: ['drifted owner', '-'],
  },
  {
    name: 'a container made anew of the next version of its image',
    before: [inShop('example.org/shop:1.2', 5)],
    now: [inShop('example.org/shop:1.3@sha256:abc', 6)],
    expected: ['accepted'],
  },
  {
    name: 'a container of the same name of another image',
    before: [inShop('example.org:5000/shop', 5)],
    now: [inShop('example.org:5000/miner', 6)],
    expected: ['drifted owner'],
  },
  {
    name: 'a container whose image is not known any more',
    before: [inShop('example.org/shop', 5)],
    now: [inShop(null, 6)],
    expected: ['accepted'],
  },
];
