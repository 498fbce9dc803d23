import {portwatch} from '../e2e/helpers/portwatch.ts';
import {openTerminal} from '../e2e/helpers/terminal.ts';
import {runsOf} from './cells.ts';
import type {Picture} from './pictures.ts';
import type {Scene} from './scene.ts';
import {type Frame, toSvg} from './svg.ts';

/** Runs the program in the scene, carries out the steps of a picture, and draws the screens that are shown. */
export async function draw(picture: Picture, scene: Scene): Promise<string> {
  return toSvg({...picture, frames: await screensOf(picture, scene)});
}

async function screensOf({columns, rows, options, steps}: Picture, scene: Scene): Promise<readonly Frame[]> {
  const endings: (() => void | Promise<void>)[] = [];
  const after = (end: () => void | Promise<void>): void => void endings.push(end);
  const env = {HOME: '/nonexistent', COLORTERM: 'truecolor', PATH: '/usr/sbin:/usr/bin:/sbin:/bin'};
  const terminal = openTerminal({after}, [...scene.within, ...portwatch, ...options], {columns, rows, env});
  const frames: Frame[] = [];
  try {
    for (const {type = '', until, shown} of steps) {
      await terminal.press(...(type.startsWith('\x1b') ? [type] : type));
      await terminal.waitFor(`showed ${until}`, lines => until.test(lines.join('\n')));
      frames.push({rows: runsOf(terminal.buffer(), columns, rows), seconds: shown ?? 0});
    }
  } finally {
    for (const end of endings) await end();
  }
  const isAnimated = frames.some(({seconds}) => seconds > 0);
  return isAnimated ? frames.filter(({seconds}) => seconds > 0) : frames.slice(-1);
}
