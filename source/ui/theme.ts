import type {TextProps} from 'ink';
import {createContext} from 'react';
import {type Look, type Theme, themes} from '../layout/themes.ts';

/** The theme in force. */
export const ThemeContext = createContext<Theme>(themes.ansi);

/** A look as Ink's Text takes it. */
export const propsOf = ({color, bold = false, dim = false, inverse = false}: Look): TextProps => ({
  ...(color === undefined ? {} : {color}),
  bold,
  dimColor: dim,
  inverse,
});
