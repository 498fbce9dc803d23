import {readFile, writeFile} from 'node:fs/promises';
import {withTables} from './tables.ts';

/** Brings the tables of readme.md up to date. */
const readme = 'readme.md';
await writeFile(readme, withTables(await readFile(readme, 'utf8')));
