import assert from 'node:assert/strict';
import {mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {suite, test} from 'node:test';
import {ecs} from '../helpers/schemas.ts';
import {openDuckDb, type Row} from './duckdb.ts';
import {simulate} from './simulate.ts';

/** The statements of the readme, in their order. */
const [view = '', rarest = '', firstSeen = '', drift = '', ...others] = [
  ...readFileSync('readme.md', 'utf8').matchAll(/^```sql\n([\s\S]*?)^```$/gm),
].map(([, sql]) => sql);

const types: Readonly<Record<string, string>> = {
  keyword: 'VARCHAR',
  'keyword[]': 'VARCHAR[]',
  long: 'INTEGER',
  date: 'TIMESTAMP',
};

test('the readme has the statements, and their columns are fields of ECS with the types of the schema', () => {
  assert.ok(drift !== '');
  assert.deepEqual(others, []);
  const columns = [...view.matchAll(/'?([@\w]+)'?: '(?:STRUCT\((.*?)\)|(.*?))'/g)].flatMap(
    ([, name = '', members, type = '']) =>
      members === undefined ? [[name, type]] : members.split(', ').map(each => [`${name}.${each.split(' ')[0]}`, each]),
  );
  assert.equal(columns.length, 10);
  for (const [name = '', type = ''] of columns) {
    // The labels are our own; ECS has them as one object.
    const expected = name.startsWith('labels.') ? 'VARCHAR' : types[ecs.fields[name] ?? ''];
    assert.equal(type.split(' ').at(-1), expected, name);
  }
});

const query = await openDuckDb();
/** 10,000 with `npm run fleet`. */
const hosts = Number(process.env.FLEET_HOSTS ?? 60);
const skip = query === null && process.env.FLEET_HOSTS === undefined ? 'needs npm run duckdb' : false;

suite(`the statements of the readme over a fleet of ${hosts} hosts`, {skip, timeout: 120_000}, () => {
  test('find the rarest listener, what is new where, and drift by day', async t => {
    assert.ok(query);
    const directory = mkdtempSync(join(tmpdir(), 'portwatch-fleet-'));
    const before = process.cwd();
    t.after(() => {
      process.chdir(before);
      rmSync(directory, {recursive: true});
    });
    const lines = simulate(directory, hosts);
    process.chdir(directory);
    const started = performance.now();
    await query(view);
    const [[count] = []] = await query('SELECT count(*) FROM sockets');
    assert.equal(Number(count), lines, 'every line is read');

    const rare = await query(rarest);
    const web = Math.ceil(hosts / 3);
    assert.deepEqual(columns(rare, 0, 2, 3), [
      ['1', '4444', '/tmp/.x/miner'],
      ['1', '31337', '/usr/bin/nc'],
      ['3', '9100', '/usr/bin/p910nd'],
      [String(web), '443', '/usr/sbin/nginx'],
      [String(hosts), '22', '/usr/sbin/sshd'],
    ]);
    assert.deepEqual(columns(rare, 4, 5)[0], ['suspect', 'host-17']);

    assert.deepEqual(columns(await query(firstSeen), 0, 1, 3), [
      ['2026-11-28 03:00:00', 'host-50', '9100'],
      ['2026-11-28 03:00:00', 'host-51', '9100'],
      ['2026-11-28 03:00:00', 'host-52', '9100'],
      ['2026-11-27 03:00:00', 'host-42', '31337'],
    ]);

    assert.deepEqual(await query(drift), [
      ['2026-11-28', 'owner', '12', '12'],
      ['2026-11-28', 'unit', '2', '2'],
    ]);
    t.diagnostic(`${lines} lines of ${hosts} hosts: ${Math.round(performance.now() - started)} ms for all statements`);
  });
});

const columns = (rows: readonly Row[], ...indexes: readonly number[]): readonly Row[] =>
  rows.map(row => indexes.map(index => row[index] ?? ''));
