import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {basename, dirname, join} from 'node:path';
import {test} from 'node:test';
import {withTables} from '../../source/build/docs/tables.ts';
import {type Patch, patchSource} from '../../source/build/patch.ts';
import {patches} from '../../source/build/patches/index.ts';
import {standIns} from '../../source/build/stand-ins.ts';
import {changeTables} from '../../source/build/upstream/change-tables.ts';
import {packageOf} from '../../source/build/upstream/package-files.ts';
import {patchText} from '../../source/build/upstream/patch-text.ts';

const folder = 'source/build/upstream';
const changes = [...patches, ...standIns];
const textOf = (name: string): string => readFileSync(join(folder, name), 'utf8');
const namesOf = (kind: string): readonly string[] =>
  globSync(`${folder}/*${kind}`)
    .map(path => basename(path, kind))
    .filter(name => name !== 'readme')
    .sort();

/** What the build makes of a file; what it imports from this project, by the name that it has in the package. */
const builtText = (patch: Patch, path: string, published: string): string | undefined =>
  patchSource([patch], `/${path}`, published)?.replace(
    /^import \{(.*?)\} from ".*\/(.*?)\.ts"/,
    "import { $1 } from './$2.js'",
  );

for (const patch of patches) {
  test(`${patch.id}.patch makes of the package what the build makes of it`, () => {
    const directory = mkdtempSync(join(tmpdir(), 'portwatch-upstream-'));
    const inPackage = (file: string): string => join(directory, file.slice(packageOf(patch).length + 1));
    const published = (file: string): string => readFileSync(join('node_modules', file), 'utf8');
    try {
      for (const {file} of patch.files) {
        mkdirSync(dirname(inPackage(file)), {recursive: true});
        writeFileSync(inPackage(file), published(file));
      }
      execFileSync('git', ['apply', '-'], {cwd: directory, input: textOf(`${patch.id}.patch`)});
      for (const {file} of patch.files) {
        assert.equal(readFileSync(inPackage(file), 'utf8'), builtText(patch, file, published(file)));
      }
      for (const path of globSync('**/*.js', {cwd: directory}))
        execFileSync(process.execPath, ['--check', path], {cwd: directory});
    } finally {
      rmSync(directory, {recursive: true});
    }
  });

  test(`${patch.id}.patch is what npm run docs writes`, () => {
    assert.equal(textOf(`${patch.id}.patch`), patchText(patch));
  });
}

test('every patch has a diff, every change has a note, and no file is left over', () => {
  assert.deepEqual(namesOf('.patch'), patches.map(({id}) => id).sort());
  assert.deepEqual(namesOf('.md'), changes.map(({id}) => id).sort());
});

test('every change has its reason and a measured gain', () => {
  for (const {id, reason, gain} of changes) {
    assert.ok(reason.length > 20, id);
    assert.match(gain, /\d ?%|\d bytes|correctness/, id);
  }
});

test('every note has the gain of the table, its measurement and what the other project has to decide', () => {
  for (const {id, gain} of changes) {
    const note = textOf(`${id}.md`);
    for (const title of ['Change', 'Why', 'Gain', 'To decide'])
      assert.match(note, new RegExp(`^## ${title}$`, 'm'), id);
    assert.ok(note.replaceAll(/\s+/g, ' ').includes(gain), `${id}.md has "${gain}"`);
  }
});

test('the tables of the readme are current', () => {
  const text = textOf('readme.md');
  assert.equal(text, withTables(text, changeTables));
  for (const place of Object.keys(changeTables)) assert.ok(text.includes(`<!-- table: ${place} -->`), place);
});
