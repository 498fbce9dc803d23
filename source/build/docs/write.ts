import {readFile, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {patches} from '../patches/index.ts';
import {changeTables} from '../upstream/change-tables.ts';
import {patchText} from '../upstream/patch-text.ts';
import {withTables} from './tables.ts';

/** Brings the tables of readme.md, and the patches for other projects with their table, up to date. */
const readme = 'readme.md';
await writeFile(readme, withTables(await readFile(readme, 'utf8')));

const upstream = 'source/build/upstream';
const list = join(upstream, 'readme.md');
await writeFile(list, withTables(await readFile(list, 'utf8'), changeTables));
for (const patch of patches) await writeFile(join(upstream, `${patch.id}.patch`), patchText(patch));
