import type {Line} from '../domain/line.ts';
import type {Section} from './detail/content.ts';
import type {Screen} from './screen.ts';
import {inAscii} from './text/fit.ts';

/** The screen in ASCII, with `?` for other characters: names from outside may hold any character. */
export function screenInAscii({above, body, below}: Screen): Screen {
  return {
    above: above.map(lineInAscii),
    body:
      body.kind === 'lines'
        ? {...body, lines: body.lines.map(lineInAscii)}
        : {...body, sections: body.sections.map(sectionInAscii)},
    below: below.map(lineInAscii),
  };
}

const lineInAscii = ({spans, ...rest}: Line): Line => ({
  ...rest,
  spans: spans.map(({text, tone}) => ({text: inAscii(text), tone})),
});

const sectionInAscii = ({id, blocks}: Section): Section => ({
  id,
  blocks: blocks.map(block => (block.kind === 'lines' ? {...block, lines: block.lines.map(lineInAscii)} : block)),
});
