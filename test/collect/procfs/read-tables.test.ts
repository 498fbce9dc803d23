import assert from 'node:assert/strict';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {type TestContext, test} from 'node:test';
import {readRawTables} from '../../../source/collect/procfs/read-tables.ts';

const title = 'protocol  size sockets  memory press maxhdr  slab module';
const raw = '  sl \n   1: 00000000:0001 00000000:0000 07 00000000:00000000 00:00000000 00000000 33 0 11 2 0 0\n';
const icmp = '  sl \n   9: 00000000:1CE9 00000000:0000 07 00000000:00000000 00:00000000 00000000 33 0 12 2 0 0\n';

/** The protocols of the rows, where a /proc/net has these files. */
async function protocolsOf(context: TestContext, files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const directory = mkdtempSync(join(tmpdir(), 'portwatch-tables-'));
  context.after(() => rmSync(directory, {recursive: true}));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(directory, name), text);
  const {rows, problems} = await readRawTables(directory, 'LE');
  assert.deepEqual(problems, []);
  return rows.map(({protocol, family}) => `${protocol}${family}`);
}

const counted = (protocol: string, sockets: number): string =>
  `${title}\n${protocol}      1152      ${sockets}      -1\n`;

test('a table is read where its protocol has sockets, or is not counted', async context => {
  const tables = {raw, icmp, icmp6: '  sl \n'};
  assert.deepEqual(await protocolsOf(context, tables), ['raw4', 'icmp4']);
  assert.deepEqual(await protocolsOf(context, {...tables, protocols: `${title}\n`}), ['raw4', 'icmp4']);
  assert.deepEqual(await protocolsOf(context, {...tables, protocols: counted('RAW', 1)}), ['raw4', 'icmp4']);
});

test('a table is passed over where its protocol has no socket', async context => {
  assert.deepEqual(await protocolsOf(context, {raw, icmp, protocols: counted('RAW', 0)}), ['icmp4']);
  assert.deepEqual(await protocolsOf(context, {raw, icmp, protocols: counted('PING', 0)}), ['raw4']);
});
