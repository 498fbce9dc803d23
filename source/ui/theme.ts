import type {TextProps} from 'ink';
import {createContext} from 'react';
import type {Tone} from '../model/line.ts';

export type Look = Pick<TextProps, 'color' | 'backgroundColor' | 'bold' | 'dimColor' | 'inverse'>;

export type Theme = Readonly<Record<Tone, Look>>;

/** The terminal's own palette, so that light and dark backgrounds both work; no meaning is told by colour alone. */
export const theme: Theme = {
  normal: {},
  dim: {dimColor: true},
  strong: {bold: true},
  explained: {color: 'green'},
  learn: {color: 'yellow'},
  suspect: {color: 'red', bold: true},
  heading: {bold: true},
  accent: {color: 'cyan'},
  error: {color: 'red'},
  alert: {inverse: true, bold: true},
};

/** For NO_COLOR: bold, dim and inverse stay. */
export const withoutColours = Object.fromEntries(
  Object.entries(theme).map(([tone, {color: _, ...rest}]) => [tone, rest]),
) as Theme;

export const ThemeContext = createContext(theme);
