import assert from 'node:assert/strict';
import {test} from 'node:test';
import fc from 'fast-check';
import {documentPieces} from '../../../source/app/table/document-text.ts';
import {anyHost} from '../../helpers/arbitrary-host.ts';
import {assessAllNow, nameOf} from '../../helpers/build.ts';
import {toDocument} from '../../helpers/document.ts';
import {exampleSnapshot, exampleSockets} from '../../helpers/example-host.ts';
import {summaryOf} from '../../helpers/summary.ts';

test('the text of a document is that of JSON.stringify, and the end of its last line', () => {
  fc.assert(
    fc.property(anyHost, ({poll, rows, summary, gone}) => {
      const text = [...documentPieces(poll, rows, summary, gone)].join('');
      assert.equal(text, `${JSON.stringify(toDocument(poll, rows, summary, gone), null, 2)}\n`);
    }),
    {numRuns: 200},
  );
});

test('a socket is made only when its piece is asked for', () => {
  const {rows} = assessAllNow(exampleSockets, nameOf);
  let read = 0;
  function* counting() {
    for (const row of rows) {
      read++;
      yield row;
    }
  }
  const counted = Object.assign([...rows], {[Symbol.iterator]: counting});
  const pieces = documentPieces(exampleSnapshot, counted, summaryOf(rows), []);
  assert.ok(pieces.some(piece => piece.includes('"key": ')));
  assert.equal(read, 1);
});
