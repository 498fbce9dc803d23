import assert from 'node:assert/strict';
import {test} from 'node:test';
import {peerTable} from './peer-table.ts';
import {noFigures, peersText} from './peers-text.ts';

const nothing = noFigures();

test('the table has a column for each program, and says what does not compare and what is missing', () => {
  const text = peersText(
    '200 sockets',
    [
      {
        peer: {name: 'portwatch', not: 'one namespace'},
        figures: {
          ...nothing,
          firstRows: [190, 180, 230, 300, 170],
          share: [1.2, 1.2],
          bytes: [0],
          keys: [3, 5, 2, 20, 7],
          once: [
            [10, 40],
            [10, 60],
            [20, 100],
            [10, 90],
            [10, 20],
          ],
        },
      },
      {peer: {name: 'htop', not: 'shows processes'}, figures: {...nothing, failed: ['no rows\nscreen', 'no rows']}},
    ],
    {missing: ['prt', 'witr'], noise: {others: 0.2, stolen: 0}},
  );
  assert.deepEqual(text.split('\n'), [
    '| 200 sockets | portwatch | htop |',
    '| --- | --- | --- |',
    '| start to first rows | 190 ms (180 to 230) | – |',
    '| live: share of a core | 1.20 % | – |',
    '| live: bytes a second to the terminal | 0 | – |',
    '| live: resident memory | – | – |',
    '| key to the first bytes after it | 5.00 ms (3.00 to 7.00) | – |',
    '| the same, worst | 20.0 ms | – |',
    '| once, as text: CPU ÷ `ss -Htunap` | 5.00 × (4.00 to 6.00) | – |',
    '| once, as JSON: CPU ÷ `ss -Htunap` | – | – |',
    '',
    '- portwatch: one namespace.',
    '- htop: shows processes; 2 rounds failed: no rows.',
    '- Not on PATH, so not measured: prt, witr.',
    '- Machine meanwhile: **others 20 %**.',
  ]);
});

test('each peer has another name, something to run, and a note', () => {
  assert.equal(new Set(peerTable.map(({name}) => name)).size, peerTable.length);
  for (const {name, tool, live, key, once, json, not} of peerTable) {
    assert.ok(live || once || json, name);
    assert.ok(live !== null || key === null, `${name} has a key but no screen`);
    assert.ok((live ?? once)?.includes(tool), `${name} runs another tool than ${tool}`);
    assert.match(not, /^[^.]+$/);
  }
});
