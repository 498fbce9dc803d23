import assert from 'node:assert/strict';
import {test} from 'node:test';
import {limited, tableText} from './table.ts';

test('the table has a line for each row, and warns where the machine was not quiet', () => {
  const rows = [
    {...limited('key to screen', 12.345, 20, ' ms', '80 keys'), noise: {others: 0.02, stolen: 0}},
    {...limited('start', 3.2, 2.5, ' ×'), noise: {others: 0.5, stolen: 0}},
    limited('a | b', 7, null, ' MB'),
  ];
  assert.deepEqual(tableText(rows).split('\n'), [
    '| measure | figure | wanted | reached | machine |',
    '| --- | --- | --- | --- | --- |',
    '| key to screen | 12.35 ms (80 keys) | ≤ 20 ms | yes | quiet |',
    '| start | 3.2 × | ≤ 2.5 × | **no** | **others 50 %** |',
    '| a \\| b | 7 MB |  |  |  |',
  ]);
});
