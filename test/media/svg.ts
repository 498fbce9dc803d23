import {width as cellsOf} from '../../source/screens/text/fit.ts';
import type {Run} from './cells.ts';

/** What a terminal shows at one time, and for how long, in seconds. */
export type Frame = {readonly rows: readonly (readonly Run[])[]; readonly seconds: number};

/** Colours of a terminal: its own two, and the first eight of its palette. */
export type Palette = {
  readonly paper: string;
  readonly ink: string;
  /** Of the window, so that it stands out from a page of its own colour. */
  readonly edge: string;
  readonly colors: readonly string[];
};

export const dark: Palette = {
  paper: '#16191d',
  ink: '#d5d9de',
  edge: '#3d444d',
  colors: ['#16191d', '#ff6b6b', '#5fd38d', '#e8b94f', '#6cb2ff', '#d59bf6', '#56ccd6', '#d5d9de'],
};
export const light: Palette = {
  paper: '#fdfdfb',
  ink: '#24292f',
  edge: '#c8ced4',
  colors: ['#24292f', '#c62828', '#1a7f37', '#8a5a00', '#0a58ca', '#8250df', '#00707c', '#6e7781'],
};

export type Drawing = {
  /** What somebody who cannot see it is told. */
  readonly title: string;
  readonly columns: number;
  readonly rows: number;
  readonly palette: Palette;
  /** More than one make an animation that goes on for ever. */
  readonly frames: readonly Frame[];
};

/**
 * Size of a cell and width of the margin, in pixels. Glyphs are stretched to the cells whatever the reader's font is.
 */
export const cell = {width: 8.4, height: 18};
export const margin = 14;
const fonts = "ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono','Liberation Mono',monospace";

/** The drawing as SVG that needs nothing else: no font, no script, no address. */
export function toSvg({title, columns, rows, palette, frames}: Drawing): string {
  const width = Math.ceil(columns * cell.width + 2 * margin);
  const height = rows * cell.height + 2 * margin;
  const lines = new Map<string, string>();
  const groups = frames.map(frame =>
    frame.rows.map((row, index) => placed(lineOf(row, palette), index, lines)).join(''),
  );
  const body =
    groups.length === 1 ? groups[0] : groups.map((group, index) => `<g class="f f${index}">${group}</g>`).join('\n');
  const shared = [...lines].map(([line, id]) => `<g id="${id}">${line}</g>`).join('\n');
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">`,
    `<title>${escaped(title)}</title>`,
    `<style>${style(palette)}${groups.length === 1 ? '' : motion(frames)}</style>`,
    `<defs>${shared}</defs>`,
    `<rect x=".5" y=".5" width="${width - 1}" height="${height - 1}" rx="8" fill="${palette.paper}" stroke="${palette.edge}"/>`,
    `<g transform="translate(${margin} ${margin})">${body}</g>`,
    '</svg>',
    '',
  ].join('\n');
}

const style = ({ink}: Palette): string => `text{font:14px ${fonts};fill:${ink}}.b{font-weight:700}.d{opacity:.62}`;

/** Each frame is shown in its own part of the round; who wants no motion sees the first. */
function motion(frames: readonly Frame[]): string {
  const round = frames.reduce((sum, {seconds}) => sum + seconds, 0);
  let passed = 0;
  const keys = frames.map(({seconds}, index) => {
    const from = number((100 * passed) / round);
    passed += seconds;
    const to = number((100 * passed) / round);
    const before = index === 0 ? '' : '0%{visibility:hidden}';
    const after = index === frames.length - 1 ? '' : `${to}%{visibility:hidden}`;
    return `@keyframes k${index}{${before}${from}%{visibility:visible}${after}}.f${index}{animation:k${index} ${number(round)}s step-end infinite}`;
  });
  return `.f{visibility:hidden}${keys.join('')}@media(prefers-reduced-motion:reduce){.f{animation:none}.f0{visibility:visible}}`;
}

/** A line at its row; equal lines are kept once and referred to. */
function placed(line: string, row: number, lines: Map<string, string>): string {
  if (line === '') return '';
  const id = lines.get(line) ?? `l${lines.size}`;
  lines.set(line, id);
  return `<use href="#${id}" y="${row * cell.height}"/>`;
}

/** One row as if it were the first. */
const lineOf = (runs: readonly Run[], palette: Palette): string => runs.map(run => runOf(run, palette)).join('');

function runOf(run: Run, palette: Palette): string {
  const ink = colorOf(run.foreground, palette) ?? palette.ink;
  const paper = colorOf(run.background, palette);
  const [front, back] = run.inverse ? [paper ?? palette.paper, ink] : [ink, paper];
  const x = number(run.column * cell.width);
  const width = number(run.cells * cell.width);
  const ground =
    back === null
      ? ''
      : `<rect x="${x}" width="${width}" height="${cell.height}" fill="${back}" shape-rendering="crispEdges"/>`;
  const tones = [run.bold ? 'b' : '', run.dim && !run.inverse ? 'd' : ''].filter(Boolean).join(' ');
  const tone = tones === '' ? '' : ` class="${tones}"`;
  const fill = front === palette.ink ? '' : ` style="fill:${front}"`;
  return ground + [...run.text.matchAll(words)].map(match => textOf(run, match, `${tone}${fill}`)).join('');
}

/**
 * Words stand by themselves: renderers differ in what they make of blanks, and one that does not know `textLength`
 * strays by a fraction of a pixel with every glyph.
 */
const words = /\S+/g;

function textOf({column, text}: Run, {0: part, index}: RegExpExecArray, attributes: string): string {
  const x = number((column + cellsOf(text.slice(0, index))) * cell.width);
  const length = ` textLength="${number(cellsOf(part) * cell.width)}" lengthAdjust="spacingAndGlyphs"`;
  return `<text x="${x}" y="13.5"${attributes}${length}>${escaped(part)}</text>`;
}

/** The bright half of the sixteen colours as the other half does; beyond, the 6×6×6 cube and the greys of xterm. */
function colorOf(color: number | string | null, {colors}: Palette): string | null {
  if (color === null || typeof color === 'string') return color;
  if (color < 16) return colors[color % 8] ?? null;
  const grey = 8 + 10 * (color - 232);
  const level = (part: number): number => (part === 0 ? 0 : 55 + 40 * part);
  const index = color - 16;
  const parts =
    color >= 232 ? [grey, grey, grey] : [Math.floor(index / 36), Math.floor(index / 6) % 6, index % 6].map(level);
  return `#${parts.map(part => part.toString(16).padStart(2, '0')).join('')}`;
}

const number = (value: number): string => String(Math.round(value * 100) / 100);
const escaped = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
