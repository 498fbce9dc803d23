import {render} from 'ink';
import type {Theme} from '../../screens/text/themes.ts';
import type {MountedScreen, Suspend} from '../mounted-screen.ts';
import type {DrawnStore} from '../store.ts';
import {App} from './app.tsx';
import {ThemeContext} from './theme.ts';

/** No limit: the store decides when it is time for a frame. Of two frames within a millisecond, Ink delays one. */
const framesPerSecond = 1000;

/**
 * Makes Ink draw the states of a store on the alternate screen, as often as the store calls its listeners, and read the
 * keys. `onReady` receives the function that hands the terminal back.
 */
export function mount(
  store: DrawnStore,
  theme: Theme,
  keyboard: NodeJS.ReadStream,
  onReady: (suspend: Suspend) => void,
): MountedScreen {
  const app = <App store={store} onReady={onReady} />;
  return render(<ThemeContext value={theme}>{app}</ThemeContext>, {
    stdin: keyboard,
    interactive: true,
    alternateScreen: true,
    incrementalRendering: true,
    maxFps: framesPerSecond,
  });
}
