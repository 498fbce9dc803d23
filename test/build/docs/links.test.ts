import assert from 'node:assert/strict';
import {existsSync, globSync, readFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {test} from 'node:test';

const documents = ['readme.md', ...globSync(['source/**/*.md', '.github/**/*.md'])];

/** Targets of links and pictures of a text in Markdown that lead to files. */
const targetsIn = (text: string): readonly string[] =>
  [...text.matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)].flatMap(([, target = '']) =>
    /^[a-z]+:/.test(target) ? [] : [target],
  );

test('every link of a document leads to a file that is there', () => {
  assert.ok(documents.length >= 5, documents.join());
  const links = documents.flatMap(file =>
    targetsIn(readFileSync(file, 'utf8')).map(target => join(dirname(file), target)),
  );
  assert.ok(links.length > 5);
  assert.deepEqual(
    links.filter(path => !existsSync(path)),
    [],
  );
});

test('every file of the source that a community file names in backticks is there', () => {
  for (const file of globSync('.github/**/*.md')) {
    const named = [...readFileSync(file, 'utf8').matchAll(/`((?:source|test|\.github|\.ci)\/[\w./-]+)`/g)];
    for (const [, path = ''] of named) assert.ok(existsSync(path), `${file}: ${path}`);
  }
});
