import type {Tone} from '../../domain/line.ts';

/** How a meaning polls. `color` is a name of the terminal's own palette, or `#rrggbb`. */
export type TextStyle = {
  readonly color?: 'red' | 'green' | 'yellow' | 'cyan' | `#${string}`;
  readonly bold?: boolean;
  readonly dim?: boolean;
  readonly inverse?: boolean;
};

export type Theme = Readonly<Record<Tone, TextStyle>>;

/** No colour at all: what NO_COLOR asks for. Verdicts are told by mark and word in every theme. */
const mono: Theme = {
  normal: {},
  dim: {dim: true},
  strong: {bold: true},
  explained: {},
  learn: {bold: true},
  suspect: {bold: true, inverse: true},
  heading: {bold: true},
  accent: {bold: true},
  error: {bold: true},
  alert: {inverse: true, bold: true},
};

/**
 * By name. The colours of `steady` and `colour-blind` are as far from black as from white (at least 4.5 : 1 from both, WCAG
 * 2.2), so that they serve on light and dark backgrounds alike; those of `ansi` are what the terminal makes of them.
 */
export const themes = {
  ansi: {
    ...mono,
    explained: {color: 'green'},
    learn: {color: 'yellow'},
    suspect: {color: 'red', bold: true},
    accent: {color: 'cyan'},
    error: {color: 'red'},
  },
  steady: {
    ...mono,
    explained: {color: '#118833'},
    learn: {color: '#a56a00'},
    suspect: {color: '#dd3333', bold: true},
    accent: {color: '#00818f'},
    error: {color: '#dd3333'},
  },
  /** Blue against orange, which all common kinds of colour blindness tell apart. */
  'colour-blind': {
    ...mono,
    explained: {color: '#1177cc'},
    learn: {},
    suspect: {color: '#bd5a00', bold: true},
    accent: {color: '#1177cc'},
    error: {color: '#bd5a00'},
  },
  /** Only the terminal's own foreground, bold and inverse: the most contrast there is; nothing is dimmed. */
  'high-contrast': {...mono, dim: {}, learn: {bold: true}},
  mono,
} as const satisfies Readonly<Record<string, Theme>>;

export type ThemeName = keyof typeof themes;
export const themeNames = Object.keys(themes) as readonly ThemeName[];
