import assert from 'node:assert/strict';
import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {Readable} from 'node:stream';
import {type TestContext, test} from 'node:test';
import {fileURLToPath} from 'node:url';
import {openSaved, type SavedSources} from '../../../source/collect/saved/open-saved.ts';

const sources: SavedSources = {stdin: Readable.from([]), lookup: () => null, now: () => 5000};
const row = 'tcp 0 0 0.0.0.0:22 0.0.0.0:* LISTEN 812/sshd\n';

async function temporary(context: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'portwatch-saved-'));
  context.after(() => rm(folder, {recursive: true}));
  return folder;
}

test('a file is read', async () => {
  const path = fileURLToPath(new URL('../../fixtures/saved/windows-german-utf16.txt', import.meta.url));
  const saved = await openSaved(path, sources);
  assert.ok(saved.kind === 'read');
  assert.deepEqual(
    [saved.snapshot.sockets.length, saved.snapshot.takenAt, saved.reading.formats],
    [7, 5000, ['windows-netstat']],
  );
});

test('standard input is read, in whatever pieces it comes', async () => {
  const bytes = Buffer.from(`tcp 0 0 münchen:22 0.0.0.0:* LISTEN 812/sshd\n${row}`);
  const pieces = Array.from(bytes, byte => Buffer.from([byte]));
  const saved = await openSaved('-', {...sources, stdin: Readable.from(pieces)});
  assert.ok(saved.kind === 'read');
  assert.deepEqual(
    saved.snapshot.sockets.map(({local}) => local.address),
    ['münchen', '0.0.0.0'],
  );
});

test('a text without a table is refused with a line that lists the accepted formats', async () => {
  const saved = await openSaved('-', {...sources, stdin: Readable.from(['hello\n'])});
  assert.ok(saved.kind === 'refused');
  assert.equal(saved.why, 'no-table');
  assert.match(saved.message, /^standard input has no table of sockets; accepted: .*\bss\b.*netstat.*lsof/);
});

test('a text with a table of which no row can be read is refused, with the first line and the reason', async () => {
  const why = async (text: string): Promise<string> => {
    const saved = await openSaved('-', {...sources, stdin: Readable.from([text])});
    return saved.kind === 'refused' ? `${saved.why}: ${saved.message}` : saved.kind;
  };
  const header = 'Proto Recv-Q Send-Q Local Address Foreign Address State\n';
  assert.equal(
    await why(`${header}tcp 0 0 192.0.2.1:nosuchname 0.0.0.0:* LISTEN\n`),
    'no-rows: no row of standard input could be read: 1 line not read, the first is line 2 ' +
      '(service name not known: nosuchname): tcp 0 0 192.0.2.1:nosuchname 0.0.0.0:* LISTEN',
  );
  assert.equal(await why(header), 'read');
  assert.equal(await why(`${header}unix  2      [ ]         DGRAM                    1234\njunk\n`), 'read');
});

test('a missing file, a directory and a file that cannot be read are refused by name', async context => {
  const folder = await temporary(context);
  const refusals = await Promise.all([join(folder, 'none'), folder, 'a\0b'].map(path => openSaved(path, sources)));
  assert.deepEqual(
    refusals.map(saved => saved.kind === 'refused' && saved.why),
    ['missing', 'directory', 'unreadable'],
  );
  assert.ok(refusals.every(saved => saved.kind === 'refused' && !/[\0\n]/.test(saved.message)));
});

test('more bytes or lines than the bound are refused', async () => {
  const why = async (lines: number, bytes: number, text: string): Promise<string> => {
    const saved = await openSaved('-', {...sources, stdin: Readable.from([text]), limits: {bytes, lines}});
    return saved.kind === 'refused' ? saved.why : saved.kind;
  };
  assert.deepEqual(
    [
      await why(2, 1000, row + row),
      await why(1, 1000, row + row),
      await why(9, row.length - 1, row),
      await why(9, row.length, row),
    ],
    ['read', 'too-large', 'too-large', 'read'],
  );
});

test('an endless input is left at the bound', async () => {
  let given = 0;
  async function* endless(): AsyncGenerator<Uint8Array> {
    for (;;) {
      given++;
      yield Buffer.from(row);
    }
  }
  const saved = await openSaved('-', {...sources, stdin: endless(), limits: {bytes: row.length * 10, lines: 100}});
  assert.deepEqual([saved.kind, given], ['refused', 11]);
});

test('a file that holds no text is refused, and does not reject', async context => {
  const path = join(await temporary(context), 'binary');
  await writeFile(
    path,
    Uint8Array.from({length: 4096}, (_, index) => (index * 131) % 256),
  );
  const saved = await openSaved(path, sources);
  assert.equal(saved.kind === 'refused' && saved.why, 'no-table');
});
