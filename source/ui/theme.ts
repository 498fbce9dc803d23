import {createContext} from 'react';
import {type Theme, themes} from '../layout/themes.ts';

/** The theme in force. */
export const ThemeContext = createContext<Theme>(themes.ansi);
