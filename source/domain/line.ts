/** The meaning of a piece of text; the theme gives each meaning its colour. */
export type Tone =
  | 'normal'
  | 'dim'
  | 'strong'
  | 'explained'
  | 'accepted'
  | 'learn'
  | 'suspect'
  | 'heading'
  | 'accent'
  | 'error'
  | 'alert';

export type Span = {readonly text: string; readonly tone: Tone};

/** One line of the screen; `selected` lines are drawn in reverse over the whole width. */
export type Line = {readonly spans: readonly Span[]; readonly selected?: boolean};

export const span = (text: string, tone: Tone = 'normal'): Span => ({text, tone});
export const line = (...spans: readonly Span[]): Line => ({spans});
export const lineText = ({spans}: Line): string => spans.map(({text}) => text).join('');
