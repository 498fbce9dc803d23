import {mkdir, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {projectDirectory} from '../e2e/helpers/built.ts';
import {draw} from './draw.ts';
import {pictures} from './pictures.ts';
import {openScene} from './scene.ts';

// Draws the pictures of `media/` from the screens of the real program: `npm run media`, as root, with ip(8),
// unshare(1), lsof(8) and perl(1). Words after it name the pictures to draw; none draws all.

const wanted = process.argv.slice(2);
const scene = await openScene();
try {
  const directory = join(projectDirectory, 'media');
  await mkdir(directory, {recursive: true});
  for (const picture of pictures.filter(({name}) => wanted.length === 0 || wanted.includes(name))) {
    const svg = await draw(picture, scene);
    await writeFile(join(directory, `${picture.name}.svg`), svg);
    process.stdout.write(`media/${picture.name}.svg ${Math.ceil(svg.length / 1024)} kB\n`);
  }
} finally {
  await scene.end();
}
