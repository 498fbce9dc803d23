import {createRequire} from 'node:module';
import {resolve} from 'node:path';

/** A row of a result, its values as texts. */
export type Row = readonly string[];

type Reader = {getRows(): unknown[][]};
type Engine = {
  readonly DuckDBInstance: {create(): Promise<{connect(): Promise<{runAndReadAll(sql: string): Promise<Reader>}>}>};
};

/** Where `npm run duckdb` installs DuckDB, which has 70 MB: too much for each `npm ci`. */
const place = resolve('dist/fleet/index.js');

/** DuckDB in memory: runs a statement, and returns its rows. null where it is not installed. */
export async function openDuckDb(): Promise<((sql: string) => Promise<readonly Row[]>) | null> {
  let engine: Engine;
  try {
    engine = createRequire(place)('@duckdb/node-api') as Engine;
  } catch {
    return null;
  }
  const connection = await (await engine.DuckDBInstance.create()).connect();
  return async sql => (await connection.runAndReadAll(sql)).getRows().map(row => row.map(String));
}
