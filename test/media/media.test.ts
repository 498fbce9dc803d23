import assert from 'node:assert/strict';
import {readdirSync, readFileSync} from 'node:fs';
import {hostname} from 'node:os';
import {join} from 'node:path';
import {test} from 'node:test';
import {projectDirectory} from '../e2e/helpers/built.ts';
import {needs} from '../e2e/helpers/needs.ts';
import {draw} from './draw.ts';
import {pictures} from './pictures.ts';
import {openScene} from './scene.ts';

const read = (path: string): string => readFileSync(join(projectDirectory, path), 'utf8');

test('every picture of the table is there and in the readme, and no other is', () => {
  const files = readdirSync(join(projectDirectory, 'media')).sort();
  assert.deepEqual(files, pictures.map(({name}) => `${name}.svg`).sort());
  const shown = [...read('readme.md').matchAll(/!\[[^\]]+\]\(([^)]+)\)/g)].map(([, path]) => path);
  assert.deepEqual(
    [...new Set(shown)].sort(),
    files.map(name => `media/${name}`),
  );
});

test('a picture is small, needs nothing from elsewhere, and tells nothing of the machine that drew it', () => {
  for (const {name} of pictures) {
    const svg = read(`media/${name}.svg`);
    assert.ok(svg.length < 150_000, name);
    assert.doesNotMatch(
      svg.replace('xmlns="http://www.w3.org/2000/svg"', ''),
      /https?:|<script|<image|@import|url\(/,
      name,
    );
    for (const [, text = ''] of svg.matchAll(/<text[^>]*>([^<]*)</g)) assert.doesNotMatch(text, / /, name);
    assert.doesNotMatch(svg, /node_modules|\/home\/|\/work/, name);
    if (hostname().length > 4) assert.ok(!svg.includes(hostname()), name);
  }
});

test('the script draws the real program on the made-up host', needs('perl', 'lsof', 'nsenter'), async () => {
  const scene = await openScene();
  try {
    const typeFilter = pictures.find(({name}) => name === 'narrow');
    assert.ok(typeFilter);
    const svg = await draw(typeFilter, scene);
    const shown = svg.replace(/<[^>]*>/g, ' ').replace(/ +/g, ' ');
    for (const text of ['web-01', '! suspect', 'httpd/', 'nginx/', 'postgres/', 'ESTABLISHED']) {
      assert.ok(shown.includes(text), `${text} is not in ${shown}`);
    }
  } finally {
    await scene.end();
  }
});
