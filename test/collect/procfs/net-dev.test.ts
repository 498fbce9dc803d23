import assert from 'node:assert/strict';
import {test} from 'node:test';
import {parseNetDev} from '../../../source/collect/procfs/net-dev.ts';

const titles =
  'Inter-|   Receive                                                |  Transmit\n' +
  ' face |bytes    packets errs drop fifo frame compressed multicast' +
  '|bytes    packets errs drop fifo colls carrier compressed\n';
const line = (name: string, received: number, sent: number): string =>
  `${name.padStart(6)}: ${received} 3 0 0 0 0 0 7 ${sent} 5 0 0 0 0 0 0\n`;

test('bytes received and sent of each interface', () => {
  assert.deepEqual(
    parseNetDev(titles + line('lo', 10, 10) + line('eth0', 16_933_274, 2)),
    new Map([
      ['lo', {received: 10, sent: 10}],
      ['eth0', {received: 16_933_274, sent: 2}],
    ]),
  );
});

test('a name may hold a colon, or be long and stand right before its numbers', () => {
  const names = [...parseNetDev(`${titles}${line('eth0:1', 1, 2)}wlan0-very-long:5 0 0 0 0 0 0 0 6 0\n`).keys()];
  assert.deepEqual(names, ['eth0:1', 'wlan0-very-long']);
});

test('other lines are left out', () => {
  assert.equal(parseNetDev(`${titles}nonsense\neth0: 1 2\n: 1 2 3 4 5 6 7 8 9\n`).size, 0);
  assert.equal(parseNetDev('').size, 0);
});
