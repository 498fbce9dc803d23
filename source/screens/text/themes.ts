import type {Tone} from '../../domain/line.ts';

/** The style of a meaning. `color` is a name in the terminal's own palette, or `#rrggbb`. */
export type TextStyle = {
  readonly color?: 'red' | 'green' | 'yellow' | 'cyan' | `#${string}`;
  readonly bold?: boolean;
  readonly dim?: boolean;
  readonly inverse?: boolean;
};

export type Theme = Readonly<Record<Tone, TextStyle>>;

/**
 * No colour at all, as NO_COLOR demands. In every theme, verdicts differ by symbol and word too. Accepted
 * sockets are plain text: nobody has to look at them.
 */
const mono: Theme = {
  normal: {},
  dim: {dim: true},
  strong: {bold: true},
  explained: {},
  accepted: {},
  learn: {bold: true},
  suspect: {bold: true, inverse: true},
  heading: {bold: true},
  accent: {bold: true},
  error: {bold: true},
  alert: {inverse: true, bold: true},
};

/**
 * The themes by name. The colours of `steady` and `colour-blind` have a contrast of at least 4.5 : 1 (WCAG 2.2) to
 * black and to white, so they are readable on dark and light backgrounds. The terminal's palette defines the colours of
 * `ansi`.
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
  /** Blue against orange: people with any common kind of colour blindness distinguish them. */
  'colour-blind': {
    ...mono,
    explained: {color: '#1177cc'},
    accepted: {color: '#00818f'},
    learn: {},
    suspect: {color: '#bd5a00', bold: true},
    accent: {color: '#1177cc'},
    error: {color: '#bd5a00'},
  },
  /** The terminal's own foreground, bold and inverse, for the highest contrast. Nothing is dimmed. */
  'high-contrast': {...mono, dim: {}, learn: {bold: true}},
  mono,
} as const satisfies Readonly<Record<string, Theme>>;

export type ThemeName = keyof typeof themes;
export const themeNames = Object.keys(themes) as readonly ThemeName[];
