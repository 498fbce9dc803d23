import '../../helpers/environment.ts';
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {lineText} from '../../../source/domain/line.ts';
import type {Socket} from '../../../source/domain/socket.ts';
import type {AssessedSocket} from '../../../source/judge/assess-all.ts';
import type {SectionId} from '../../../source/screens/detail/content.ts';
import {detailSections} from '../../../source/screens/detail/detail-sections.ts';
import {unicodeSymbols} from '../../../source/screens/text/symbols.ts';
import {assessAllNow, hidden, nameOf, owner, socket} from '../../helpers/build.ts';
import {nameOnly} from '../../helpers/checks.ts';

/** The text of a section, on lines so long that none is wrapped. */
function textOf(id: SectionId, row: AssessedSocket): string {
  const blocks = detailSections(row, null, 300, unicodeSymbols).find(each => each.id === id)?.blocks ?? [];
  return blocks.flatMap(block => (block.kind === 'lines' ? block.lines.map(lineText) : [])).join('\n');
}

test('a closing connection keeps the owner it had when open; one first seen closing names nobody', () => {
  const open = socket('tcp ESTABLISHED 10.0.0.5:51000 203.0.113.9:443', owner('/usr/bin/curl'));
  const closing: Socket = {...open, state: 'TIME_WAIT', owner: hidden('closing'), inode: null};
  const [after] = assessAllNow([closing], nameOf, assessAllNow([open], nameOf)).rows;
  const [only] = assessAllNow([closing], nameOf).rows;
  assert.ok(after && only);
  assert.match(textOf('owner', after), /is the kernel[\s\S]*OWNER BEFORE IT BEGAN TO CLOSE\n {2}process +curl/);
  assert.doesNotMatch(textOf('verdict', after), /never seen/);
  assert.doesNotMatch(textOf('owner', only), /BEFORE/);
  assert.match(textOf('verdict', only), /Owner never seen: it was closing when it was first seen\./i);
});

test('an inbound connection names its listener only where one exists', () => {
  const session = socket('tcp ESTABLISHED 10.0.0.5:22 198.51.100.7:50122', owner('/usr/sbin/sshd'));
  const before = assessAllNow([socket('tcp LISTEN 0.0.0.0:22', owner('/usr/sbin/sshd')), session], nameOf);
  const [after] = assessAllNow([session], nameOf, before).rows;
  assert.ok(before.rows[1] && after);
  assert.match(textOf('socket', before.rows[1]), /inbound: this host listens on the local port/);
  assert.match(textOf('socket', after), /inbound: known since an earlier refresh/);
});

test('the name of a program keeps its letter at the start of a sentence, any other word gets a capital', () => {
  const holder = nameOnly('sh', 'not-collected');
  const [row] = assessAllNow([socket('tcp ESTABLISHED 10.0.0.5:51000 203.0.113.9:443', holder)], nameOf).rows;
  assert.ok(row);
  assert.match(textOf('verdict', row), /^ *sh \(name only, not proof\) holds this socket open\.$/m);
  const [other] = assessAllNow([socket('tcp LISTEN 0.0.0.0:22', owner('/usr/bin/nc'))], nameOf).rows;
  assert.ok(other);
  assert.match(textOf('verdict', other), /^ *Process 812 runs nc, not an SSH server\.$/m);
});
