import type {TextProps} from 'ink';
import type {Tone} from '../model/line.ts';

export type Look = Pick<TextProps, 'color' | 'backgroundColor' | 'bold' | 'dimColor' | 'inverse'>;

/** The terminal's own palette, so that light and dark backgrounds both work; no meaning is told by colour alone. */
export const theme: Readonly<Record<Tone, Look>> = {
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
