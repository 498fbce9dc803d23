import assert from 'node:assert/strict';
import {test} from 'node:test';
import {
  type KernelEvidence,
  mayBeHeldByKernel,
  readKernelEvidence,
} from '../../../source/collect/owners/kernel-evidence.ts';
import type {SocketRow} from '../../../source/collect/socket-row.ts';
import {trusted} from '../../../source/domain/text.ts';
import {realFiles} from '../../../source/linux/proc-files.ts';
import {createFakeProc} from './fake-proc.ts';

const end = (port: number) => ({address: trusted('192.0.2.1'), port, interface: null});
const row = (protocol: 'tcp' | 'udp', localPort: number, peerPort: number | null): SocketRow => ({
  protocol,
  family: 4,
  state: 'ESTABLISHED',
  local: end(localPort),
  peer: peerPort === null ? null : end(peerPort),
  recvQueue: 0,
  sendQueue: 0,
  uid: 0,
  inode: 7,
  v6only: null,
  tcp: null,
  mptcp: false,
  netns: null,
});
const multipath = (of: SocketRow): SocketRow => ({...of, state: 'LISTEN', mptcp: true});
const nothing: KernelEvidence = {interface: [], thread: [], mount: []};

test('a socket may be the kernel’s only where there is evidence of the part that would hold it', () => {
  const cases: [evidence: KernelEvidence, yes: SocketRow[], no: SocketRow[]][] = [
    [
      {...nothing, interface: ['wireguard']},
      [row('udp', 51820, null)],
      [row('tcp', 51820, null), row('udp', 4000, 53), {...row('udp', 51820, null), uid: 1000}],
    ],
    [
      {...nothing, interface: ['vxlan']},
      [row('udp', 4789, null), row('udp', 8472, null)],
      [row('tcp', 4789, 80), row('udp', 7380, null), row('udp', 6081, null)],
    ],
    [
      {...nothing, interface: ['vxlan', 'l2tpeth'], tunnelPorts: new Set([8473])},
      [row('udp', 8473, null), row('udp', 1701, null)],
      [row('udp', 4789, null), row('tcp', 8473, null), row('udp', 8473, 53)],
    ],
    [
      {...nothing, mptcpPorts: new Set([10_010])},
      [multipath(row('tcp', 10_010, null))],
      [
        row('tcp', 10_010, null),
        multipath(row('tcp', 10_011, null)),
        {...multipath(row('tcp', 10_010, 4000)), state: 'ESTABLISHED'},
        row('udp', 10_010, null),
      ],
    ],
    [{...nothing, interface: ['geneve']}, [row('udp', 6081, null)], [row('udp', 4789, null)]],
    [{...nothing, thread: ['nfsd']}, [row('tcp', 2049, null), row('tcp', 2049, 700)], [row('tcp', 2050, null)]],
    [{...nothing, mount: ['nfs4']}, [row('tcp', 40000, 2049), row('tcp', 700, 38000)], [row('tcp', 40000, 445)]],
    [{...nothing, mount: ['cifs']}, [row('tcp', 40000, 445)], [row('tcp', 445, null)]],
    [{...nothing, mount: ['ceph']}, [row('tcp', 40000, 6801)], [row('tcp', 40000, 80)]],
    [
      {...nothing, mount: ['ext4'], thread: ['nfsdx'], interface: ['bridge']},
      [],
      [row('tcp', 2049, null), row('udp', 9, null)],
    ],
    [nothing, [], [row('tcp', 2049, 2049), row('udp', 51820, null)]],
  ];
  for (const [evidence, yes, no] of cases) {
    for (const socket of yes)
      assert.equal(mayBeHeldByKernel(socket, evidence), true, JSON.stringify([evidence, socket]));
    for (const socket of no)
      assert.equal(mayBeHeldByKernel(socket, evidence), false, JSON.stringify([evidence, socket]));
  }
});

test('evidence is read from devices, mounts and threads, and missing files are none', context => {
  const proc = createFakeProc(context);
  proc.write('sys/class/net/wg0/uevent', 'INTERFACE=wg0\nDEVTYPE=wireguard\nIFINDEX=4\n');
  proc.write('sys/class/net/eth0/uevent', 'INTERFACE=eth0\n');
  proc.write('self/mounts', 'server:/x /mnt nfs4 rw 0 0\n');
  const evidence = readKernelEvidence(realFiles, {sys: `${proc.root}/sys`, proc: proc.root}, ['nfsd']);
  assert.deepEqual(evidence.interface, ['wireguard']);
  assert.deepEqual(evidence.thread, ['nfsd']);
  assert.ok(evidence.mount.includes('nfs4'));
  assert.deepEqual(readKernelEvidence(realFiles, {sys: '/nonexistent', proc: '/nonexistent'}, []).interface, []);
});
