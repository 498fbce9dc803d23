import assert from 'node:assert/strict';
import {test} from 'node:test';
import {parseDeviceNames} from '../../../source/collect/procfs/device-names.ts';
import {parseLinkLocalDevices} from '../../../source/collect/procfs/link-local.ts';

const ofBytes = (text: string): string => Buffer.from(text, 'utf8').toString('latin1');

test('names of interfaces are UTF-8 where they are, and other bytes are written out', () => {
  const addresses = 'fe800000000000000000000000000001 02 40 20 80';
  const ifInet6 = `${ofBytes(`${addresses}   büro0\n`)}${addresses.replace('01 02', '02 03')}   b\xfcro1\n`;
  const names = parseDeviceNames(ifInet6, ofBytes('4    straße          1     0     3333ff000001\n'));
  assert.deepEqual(
    [...names],
    [
      [2, 'büro0'],
      [3, 'b\\xfcro1'],
      [4, 'straße'],
    ],
  );
  assert.deepEqual([...parseLinkLocalDevices(ifInet6).values()], ['büro0', 'b\\xfcro1']);
});
