import '../../helpers/environment.ts';
import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {Group} from '../../../source/app/table/group-rows.ts';
import {groupLine, rowLine, undecorated} from '../../../source/screens/list/rows.ts';
import {unicodeSymbols} from '../../../source/screens/text/symbols.ts';
import {assessedRow, owner, socket} from '../../helpers/build.ts';
import {cellOptionsOf} from '../../helpers/example-host.ts';

const row = assessedRow(socket('tcp LISTEN 0.0.0.0:22', owner('/usr/sbin/sshd')));
const tones = (poll: Partial<typeof undecorated>): readonly string[] =>
  rowLine(row, [], cellOptionsOf(), {...undecorated, ...poll}).spans.map(({text, tone}) => `${text} ${tone}`);

test('a mark has a colour, but not the blank in its place: inverse under the cursor, it would show', () => {
  assert.deepEqual(tones({selected: true}), ['› strong', '  normal']);
  assert.deepEqual(tones({mark: 'new'}), ['  strong', '* accent']);
  assert.deepEqual(tones({mark: 'closed'}), ['  strong', 'x dim']);
});

test('a heading with a long name is cut in the name, and keeps its numbers', () => {
  const group = (id: string): Group => ({
    id,
    lines: [],
    alikes: [],
    rows: [],
    counts: {explained: 0, accepted: 0, learn: 1, suspect: 2},
    traffic: {received: 0, sent: 0},
  });
  const text = (id: string, cells: number): string =>
    groupLine(group(id), false, cells, unicodeSymbols, false)
      .spans.map(({text}) => text)
      .join('');
  assert.equal(text('sshd', 60), '  ▾ sshd 3  ? 1 learn  ! 2 suspect');
  assert.equal(text('L'.repeat(200), 40), `  ▾ ${'L'.repeat(23)}… 3  ? 1  ! 2`);
  assert.equal(text('L'.repeat(200), 80).length, 80);
  assert.match(text('日'.repeat(90), 40), /… 3 {2}\? 1 {2}! 2$/);
  assert.equal(text('L'.repeat(200), 16), '  ▾ LLLLLLLLL… 3');
});
