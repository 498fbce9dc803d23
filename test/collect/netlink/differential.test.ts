import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';
import {createNamespace, type Namespace, skipWithout} from './namespace.ts';
import type {Round} from './sources.ts';

const skip = skipWithout('ip netns', 'ss', 'python3');
let namespace: Namespace | undefined;
let rounds: Round[] = [];

/** Milliseconds; six rounds take five seconds on a quiet machine. */
const timeout = 180_000;

before(
  async () => {
    if (skip !== false) return;
    namespace = createNamespace(`portwatch-differ-${process.pid}`);
    const {ip} = namespace;
    ip('link', 'add', 'veth0', 'type', 'veth', 'peer', 'name', 'veth1');
    ip('addr', 'add', '10.9.0.5/24', 'dev', 'veth0');
    ip('addr', 'add', 'fe80::5/64', 'dev', 'veth0', 'nodad');
    ip('link', 'set', 'veth0', 'up');
    ip('link', 'set', 'veth1', 'up');
    ip('neigh', 'add', '10.9.0.99', 'lladdr', '02:00:00:00:00:99', 'dev', 'veth0');
    await namespace.start('scene.py');
    rounds = JSON.parse(await namespace.run('sources.ts'));
  },
  {timeout},
);
after(() => namespace?.remove());

test('Sockets that stand still are the same for netlink, procfs and ss, while others come and go', {skip}, () => {
  assert.equal(rounds.length, 6);
  assert.deepEqual(rounds.flatMap(({differences}) => differences).slice(0, 20), []);
});

test('Among them are sockets of every state that can be held, and of both protocols and families', {skip}, () => {
  const still = new Set(rounds.flatMap(({still: lines}) => lines).map(line => line.split(' ', 2).join(' ')));
  const tcp4 = ['LISTEN', 'ESTABLISHED', 'SYN_SENT', 'SYN_RECV', 'FIN_WAIT2', 'CLOSE_WAIT', 'TIME_WAIT'];
  const wanted = [
    ...tcp4.map(state => `tcp4 ${state}`),
    ...['LISTEN', 'ESTABLISHED', 'TIME_WAIT'].map(state => `tcp6 ${state}`),
    ...['udp4', 'udp6'].flatMap(table => [`${table} UNCONN`, `${table} ESTABLISHED`]),
  ];
  assert.deepEqual(
    wanted.filter(kind => !still.has(kind)),
    [],
  );
});
