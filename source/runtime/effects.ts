import type {Inspection} from '../model/inspection.ts';
import type {Socket} from '../model/socket.ts';
import type {Effect, Event} from '../state/event.ts';
import type {LookLoop} from './look-loop.ts';

/** What effects act on; a fake of each drives the whole program in a test. */
export type World = {
  readonly looks: LookLoop;
  readonly inspect: (socket: Socket, signal: AbortSignal) => Promise<Inspection>;
  readonly redraw: () => void;
  readonly suspend: () => void;
  readonly quit: () => void;
};

/** Carries effects out; only the newest inspection runs on. */
export function createEffects(world: World, dispatch: (event: Event) => void): (effect: Effect) => void {
  let inspecting: AbortController | null = null;

  const inspect = async (socket: Socket): Promise<void> => {
    inspecting?.abort();
    const controller = new AbortController();
    inspecting = controller;
    const inspection = await world.inspect(socket, controller.signal);
    if (!controller.signal.aborted) dispatch({type: 'inspected', inspection});
  };

  return effect => {
    switch (effect.type) {
      case 'look':
        return world.looks.lookNow();
      case 'set-paused':
        return world.looks.setPaused(effect.paused);
      case 'inspect':
        return void inspect(effect.socket);
      case 'stop-inspecting':
        return inspecting?.abort();
      case 'redraw':
        return world.redraw();
      case 'suspend':
        return world.suspend();
      case 'quit':
        return world.quit();
    }
  };
}
