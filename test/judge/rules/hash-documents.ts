import {readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {argv} from 'node:process';
import {hashDocument} from './word-runs.ts';

/**
 * `node test/judge/rules/hash-documents.ts folder` writes `documents.json` anew from the documents in a folder, each of
 * which begins with its title. The documents themselves are not part of the project.
 */
const [folder = '.'] = argv.slice(2);
const texts = readdirSync(folder).map(file => readFileSync(join(folder, file), 'utf8'));
const hashed = Object.fromEntries(texts.map(text => [text.split('\n', 1)[0]?.trim(), hashDocument(text)]));
writeFileSync(new URL('documents.json', import.meta.url), `${JSON.stringify(hashed, null, 2)}\n`);
