import assert from 'node:assert/strict';
import {fstatSync, mkdtempSync, openSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {test} from 'node:test';
import {everything} from '../../../source/app/table/filter/query.ts';
import {isJournalStream, log} from '../../../source/cli/commands/log.ts';
import type {Snapshot} from '../../../source/domain/snapshot.ts';
import {trusted} from '../../../source/domain/text.ts';
import {owner, showAll, snapshot, socket} from '../../helpers/build.ts';
import {settingsOf} from '../../helpers/example-host.ts';
import {linesOver} from '../../helpers/watched-polls.ts';

const ssh = socket('tcp LISTEN 0.0.0.0:22', owner('/usr/sbin/sshd'));
const app = socket('tcp LISTEN 0.0.0.0:8443', owner('/opt/東京'));

/** The lines over polls that return these snapshots, or fail. */
const run = (polls: readonly (Snapshot | Error)[], isJournal: boolean, ascii = false) =>
  linesOver(polls, watched =>
    log({
      ...watched,
      settings: settingsOf(ascii),
      typeFilter: showAll,
      query: everything,
      isJournal: {output: isJournal, errors: isJournal},
    }),
  );

const gap = [{kind: 'processes-unreadable', count: 3, text: trusted('3 processes could not be read')}];

test('the first poll is one line, and then each change that matters', async () => {
  const polls = [snapshot([ssh]), snapshot([ssh, app]), snapshot([app], gap)];
  const {lines, errors} = await run(polls, false);
  assert.deepEqual(lines, [
    'watching 1 socket: 1 explained; 1 exposed',
    'opened, exposed: tcp 0.0.0.0:8443, 東京/812, root: learn, not loopback alone',
    'closed: tcp 0.0.0.0:22, sshd/812, root: explained, login needed first',
    'coverage: 3 processes could not be read',
  ]);
  assert.equal(errors, '');
});

test('for the journal each line has its priority, on standard error too', async () => {
  const polls = [snapshot([ssh]), new Error('EMFILE'), snapshot([ssh, app]), snapshot([app])];
  const {lines, errors} = await run(polls, true, true);
  assert.deepEqual(
    lines.map(line => line.slice(0, 12)),
    ['<6>watching ', '<4>opened, e', '<6>closed: t'],
  );
  assert.ok(lines[1]?.includes('????/812'), 'ASCII where the locale has no more');
  assert.equal(errors, '<4>portwatch: a refresh failed: EMFILE\n');
});

test('the journal is known by device and inode of the descriptor, not by the variable alone', t => {
  const directory = mkdtempSync(join(tmpdir(), 'portwatch-journal-'));
  t.after(() => rmSync(directory, {recursive: true}));
  const [journal, file] = ['journal', 'file'].map(name => openSync(join(directory, name), 'w')) as [number, number];
  const {dev, ino} = fstatSync(journal);
  assert.equal(isJournalStream(journal, `${dev}:${ino}`), true);
  assert.equal(isJournalStream(file, `${dev}:${ino}`), false);
  for (const other of [undefined, '', '8', `${dev}:${ino}0`, 'x:y'])
    assert.equal(isJournalStream(journal, other), false);
  assert.equal(isJournalStream(987_654, `${dev}:${ino}`), false);
});
