import {mkdir, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {argv, env} from 'node:process';
import {completionScripts} from '../../cli/completions/scripts.ts';
import {documentSchema} from '../../cli/schema/document-schema.ts';
import {version} from '../../cli/version.ts';
import {manPage} from './man-page.ts';

/**
 * Writes man page, completions and the schema of `--json` below `dist`, or below the folder named as argument.
 * SOURCE_DATE_EPOCH makes the page reproducible.
 */
const folder = argv[2] ?? 'dist';
const made = new Date(env.SOURCE_DATE_EPOCH ? Number(env.SOURCE_DATE_EPOCH) * 1000 : Date.now());

const texts = [
  ['man/portwatch.1', manPage(version, made.toISOString().slice(0, 10))],
  ['schema.json', `${JSON.stringify(documentSchema)}\n`],
  ...Object.entries(completionScripts).map(([shell, {file, text}]) => [`completions/${shell}/${file}`, `${text()}\n`]),
] as const;

for (const [name = '', text = ''] of texts) {
  const path = join(folder, name);
  await mkdir(join(path, '..'), {recursive: true});
  await writeFile(path, text);
}
