import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {Acceptance} from '../../../source/domain/baseline.ts';
import {noEvidence} from '../../../source/domain/evidence.ts';
import {lineText} from '../../../source/domain/line.ts';
import {trusted} from '../../../source/domain/text.ts';
import {acceptanceLines} from '../../../source/screens/detail/acceptance-lines.ts';
import {lineWidth} from '../../../source/screens/text/parts.ts';
import {unicodeSymbols} from '../../../source/screens/text/symbols.ts';
import {acceptanceOf, acceptedAs, baselineOf, driftOf, listenerBlock} from '../../helpers/acceptance.ts';
import {assessedRow, owner, socket} from '../../helpers/build.ts';

const row = assessedRow(socket('tcp LISTEN 0.0.0.0:8443', owner('/usr/bin/shop')));
const block = listenerBlock(8443, {
  exe: trusted('/usr/bin/shop'),
  user: trusted('root'),
  note: trusted('ticket 4711'),
  lines: {first: 12, last: 20},
});

function texts(acceptance: Acceptance | null, cells: number): readonly string[] {
  const lines = acceptanceLines(acceptedAs(row, acceptance), noEvidence, baselineOf(block), cells, unicodeSymbols);
  for (const line of lines) assert.ok(lineWidth(line) <= cells, lineText(line));
  return lines.map(line => lineText(line).trimEnd());
}

test('without an acceptance there is no section', () => assert.deepEqual(texts(null, 120), []));

test('an accepted socket has time, note, place in the file, and expected facts beside the seen ones', () => {
  const lines = texts(acceptanceOf('accepted', {block}), 120);
  const expected = [
    /^ACCEPTANCE$/,
    /^ {2}state += accepted, and as it was then$/,
    /^ {2}since +2026-11-21 \d\d:\d\d:00$/,
    /^ {2}note +ticket 4711$/,
    /^ {2}block +tcp 8443$/,
    /^ +line 12 of \/etc\/portwatch\/baseline\.toml$/,
    /^ +ACCEPTED +SEEN$/,
    /^ {2}program +\/usr\/bin\/shop +\/usr\/bin\/shop$/,
    /^ {2}user +root +root$/,
    /^ {2}reach +from every network +from every network$/,
    /^$/,
  ];
  assert.equal(lines.length, expected.length, lines.join('\n'));
  for (const [index, pattern] of expected.entries()) assert.match(lines[index] ?? '', pattern);
});

const drifted = acceptanceOf('drifted', {block, drift: [driftOf('owner /usr/bin/shop /usr/bin/nc')]});

test('differences come first, with both sides in two columns, or one under the other', () => {
  const wide = texts(drifted, 120);
  const at = wide.findIndex(line => line.includes('ACCEPTED'));
  assert.match(wide[at + 1] ?? '', /^ {2}owner +\/usr\/bin\/shop +\/usr\/bin\/nc$/);
  assert.match(wide[at + 2] ?? '', /^ {2}reach /, 'program and user are in the words of the owner');
  const narrow = texts(drifted, 80).join('\n');
  assert.match(narrow, /^ {2}owner +accepted \/usr\/bin\/shop\n +seen \/usr\/bin\/nc$/m);
  assert.match(narrow, /^ {2}reach +from every network$/m, 'once where both are the same');
  assert.match(narrow, /^ {2}state +Δ accepted, and no longer as it was then: owner$/m);
});

test('facts that were not seen, and notes, are named', () => {
  const notes = [{kind: 'upgraded', text: trusted('by package shop')} as const];
  const lines = texts(acceptanceOf('accepted', {block, unverified: [trusted('owner: needs root')], notes}), 80);
  assert.ok(lines.some(line => /^ {2}not verified +owner: needs root$/.test(line)));
  assert.ok(lines.some(line => /^ {2}upgraded +by package shop$/.test(line)));
  const unseen = listenerBlock(8443, {unit: trusted('shop.service')});
  const unit = texts(acceptanceOf('accepted', {block: unseen}), 120).find(line => line.startsWith('  unit'));
  assert.match(unit ?? '', /^ {2}unit +shop\.service +not seen$/);
});

test('a connection is accepted with its listener, a new listener by nobody', () => {
  const inbound = texts(acceptanceOf('accepted', {block, isInbound: true}), 120).join('\n');
  assert.match(inbound, /= accepted with its listener$/m);
  assert.match(inbound, /^ {2}block +tcp 8443: \/usr\/bin\/shop of root, from every network$/m);
  assert.doesNotMatch(inbound, /SEEN/);
  const added = texts(acceptanceOf('new', {drift: [driftOf('new /usr/bin/shop')]}), 120);
  assert.deepEqual(added.slice(1, 3), [
    '  state           Δ new: nobody accepted this listener',
    '  seen            /usr/bin/shop',
  ]);
});

test('a time that is none is shown as the file has it', () => {
  const odd = listenerBlock(8443, {accepted: trusted('last Tuesday')});
  assert.ok(texts(acceptanceOf('accepted', {block: odd}), 80).includes('  since           last Tuesday'));
});
