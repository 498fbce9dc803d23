import type {DrawnStore} from './store.ts';

/** Hands the terminal back while `work` runs, and takes it again afterwards. */
export type Suspend = (work: () => Promise<void>) => Promise<void>;

/** The mounted full screen. */
export type MountedScreen = {
  /** Leaves the alternate screen and restores the terminal. */
  readonly unmount: () => void;
  /** Forgets the last frame, so the next one is drawn whole. */
  readonly clear: () => void;
  /** Resolves once unmounted; rejects with the error of a frame that could not be drawn. */
  readonly waitUntilExit: () => Promise<unknown>;
};

/** Draws every state of a store and reads the keys. `onReady` receives the function that suspends the screen. */
export type Mount = (
  store: DrawnStore,
  keyboard: NodeJS.ReadStream,
  onReady: (suspend: Suspend) => void,
) => MountedScreen;
