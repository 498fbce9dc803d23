import assert from 'node:assert/strict';
import {test} from 'node:test';
import {parseDeviceNames} from '../../../source/collect/procfs/device-names.ts';
import {parsePacketTable} from '../../../source/collect/procfs/parse-packet.ts';
import {trusted} from '../../../source/domain/text.ts';

const text = `sk               RefCnt Type Proto  Iface R Rmem   User   Inode
00000000ef3b6671 3      3    0003   0     1 96     0      736910
00000000125e6def 3      2    0806   4     1 0      101    736911
00000000125e6df0 3      2    888e   7     1 0      0      736912
00000000125e6df1 2      3    0003   -1    0 0      0      736913
nonsense
`;

const names = parseDeviceNames(
  '00000000000000000000000000000001 01 80 10 80       lo\nfe8000000000000000fc00fffe000001 0a 40 20 80     eth1\n',
  '2    ifb0            1     0     333300000001\n4    eth0            1     0     333300000001\n',
);

test('packet sockets have their EtherType in the place of the port, and the interface they are bound to', () => {
  const {rows, unreadable} = parsePacketTable(text, index => names.get(index) ?? null);
  assert.deepEqual(
    rows.map(({local, inode, uid, recvQueue}) => [local.address, local.port, local.interface, inode, uid, recvQueue]),
    [
      ['*', 3, null, 736910, 0, 96],
      ['*', 0x0806, 'eth0', 736911, 101, 0],
      ['*', 0x888e, 'if7', 736912, 0, 0],
      ['*', 3, 'gone', 736913, 0, 0],
    ],
  );
  assert.equal(unreadable, 1);
  assert.deepEqual(
    new Set(rows.map(({protocol, family, state}) => `${protocol} ${family} ${state}`)),
    new Set(['packet null UNCONN']),
  );
});

test('names of interfaces come from both files, the index of if_inet6 in hexadecimal', () => {
  assert.deepEqual(
    [...names],
    [
      [1, trusted('lo')],
      [10, trusted('eth1')],
      [2, trusted('ifb0')],
      [4, trusted('eth0')],
    ],
  );
});
