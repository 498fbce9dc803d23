import '../../helpers/environment.ts';
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {rowLine, undecorated} from '../../../source/screens/list/rows.ts';
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
