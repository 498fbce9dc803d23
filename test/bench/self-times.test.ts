import assert from 'node:assert/strict';
import {test} from 'node:test';
import {selfTimes} from './self-times.ts';

const frame = (functionName: string, lineNumber: number) => ({
  functionName,
  url: 'file:///a.js',
  lineNumber,
  columnNumber: 0,
});

test('time is summed over all samples of a function, wherever it was called from; idle time is none', () => {
  const profile = {
    nodes: [
      {id: 1, callFrame: frame('draw', 3)},
      {id: 2, callFrame: frame('draw', 3)},
      {id: 3, callFrame: frame('', 8)},
      {id: 4, callFrame: {functionName: '(idle)', url: '', lineNumber: -1, columnNumber: -1}},
    ],
    samples: [1, 3, 2, 4, 1],
    timeDeltas: [1000, 5000, 2000, 90_000, 500],
  };
  assert.deepEqual(
    selfTimes(profile, ({lineNumber}) => `line ${lineNumber}`),
    [
      {name: '(anonymous)', place: 'line 8', milliseconds: 5},
      {name: 'draw', place: 'line 3', milliseconds: 3.5},
    ],
  );
});
