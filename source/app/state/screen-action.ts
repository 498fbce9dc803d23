import type {Action, ActionOf} from '../keys/bindings.ts';
import type {ModeState} from './modes.ts';

/** Actions that `act` carries out in the same way on every screen. */
export type CommonAction = 'quit' | 'suspend' | 'redraw' | 'pause' | 'host-names' | 'help' | 'back' | 'escape';

/** All actions but the common ones, and the common ones that have a key on screen `M`. */
export type OtherAction = Exclude<Action, CommonAction>;
export type ScreenAction<M extends ModeState['at']> = Exclude<ActionOf<M>, CommonAction>;
