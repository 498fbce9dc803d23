import {type Instance, render} from 'ink';
import type {Theme} from '../../screens/text/themes.ts';
import type {Store} from '../store.ts';
import {App, type Terminal} from './app.tsx';
import {ThemeContext} from './theme.ts';

const framesPerSecond = 15;

/** Has Ink draw the states of a store on the alternate screen, and read the keys. `onTerminal` hears of it once it stands. */
export function mount(
  store: Store,
  theme: Theme,
  keyboard: NodeJS.ReadStream,
  onTerminal: (terminal: Terminal) => void,
): Instance {
  const app = <App store={store} onTerminal={onTerminal} />;
  return render(<ThemeContext value={theme}>{app}</ThemeContext>, {
    stdin: keyboard,
    interactive: true,
    alternateScreen: true,
    incrementalRendering: true,
    maxFps: framesPerSecond,
  });
}
