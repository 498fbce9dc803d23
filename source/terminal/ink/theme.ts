import {createContext} from 'react';
import {type Theme, themes} from '../../screens/text/themes.ts';

/** The theme in force. */
export const ThemeContext = createContext<Theme>(themes.ansi);
