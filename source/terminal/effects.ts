import type {Effect, Event} from '../app/state/event.ts';
import {toCsv} from '../app/table/csv.ts';
import {documentPieces} from '../app/table/document-text.ts';
import type {Draft, PlacedBlock} from '../domain/baseline.ts';
import type {Inspection} from '../domain/inspection.ts';
import type {Socket} from '../domain/socket.ts';
import {type Clean, sanitize} from '../domain/text.ts';
import type {RefreshLoop} from './refresh-loop.ts';

/** Everything that effects act on. A test replaces each by a fake. */
export type World = {
  readonly refreshLoop: Pick<RefreshLoop, 'refreshNow' | 'setPaused'>;
  readonly buildList: () => void;
  readonly makeTexts: () => void;
  readonly inspect: (socket: Socket, signal: AbortSignal) => Promise<Inspection>;
  readonly copy: (text: string) => void;
  /** Writes a new file. Resolves to a message with its name, or with the reason why there is none. */
  readonly write: (text: string, takenAt: number, format: 'json' | 'csv') => Promise<Clean>;
  /** Resolves to a message on success or failure, like `closeConnection`. */
  readonly endOwner: (pid: number, startedAt: number, name: string) => Promise<Clean>;
  readonly closeConnection: (socket: Socket) => Promise<Clean>;
  /** Write to the baseline. Resolve to a message on success or failure. */
  readonly accept: (drafts: readonly Draft[]) => Promise<Clean>;
  readonly withdraw: (block: PlacedBlock) => Promise<Clean>;
  readonly ring: () => void;
  readonly findNames: (addresses: readonly string[]) => void;
  /**
   * Resolves when the pager has ended, or once aborted while lsof runs: to null, or to a message where no pager could
   * be started.
   */
  readonly pageLsof: (socket: Socket, signal: AbortSignal) => Promise<Clean | null>;
  readonly redraw: () => void;
  readonly suspend: () => void;
  readonly quit: () => void;
};

/**
 * Returns the function that carries out an effect. Results come as events. A new inspection aborts the one that runs,
 * and `page-lsof` an lsof that runs for the pager.
 */
export function createEffects(world: World, dispatch: (event: Event) => void): (effect: Effect) => void {
  let inspecting: AbortController | null = null;
  let paging: AbortController | null = null;

  const inspect = async (socket: Socket): Promise<void> => {
    inspecting?.abort();
    const controller = new AbortController();
    inspecting = controller;
    const inspection = await world.inspect(socket, controller.signal);
    if (!controller.signal.aborted) dispatch({type: 'inspected', inspection});
  };

  const exportRows = async ({format, snapshot, rows, summary, gone}: Extract<Effect, {type: 'export'}>) => {
    const document = () => [...documentPieces(snapshot, rows, summary, gone)].join('');
    const text = format === 'json' ? document() : toCsv(rows);
    dispatch({type: 'notified', notice: await world.write(text, snapshot.takenAt, format)});
  };

  const notifyAndRefresh = async (action: Promise<Clean>): Promise<void> => {
    dispatch({type: 'notified', notice: await action});
    world.refreshLoop.refreshNow();
  };

  const pageLsof = async (socket: Socket): Promise<void> => {
    paging?.abort();
    const controller = new AbortController();
    paging = controller;
    const notice = await world.pageLsof(socket, controller.signal);
    if (!controller.signal.aborted) dispatch({type: 'paged', notice});
  };

  return effect => {
    switch (effect.type) {
      case 'poll':
        return world.refreshLoop.refreshNow();
      case 'build-list':
        return world.buildList();
      case 'make-texts':
        return world.makeTexts();
      case 'set-paused':
        return world.refreshLoop.setPaused(effect.paused);
      case 'inspect':
        return void inspect(effect.socket);
      case 'stop-inspecting':
        return inspecting?.abort();
      case 'copy':
        world.copy(effect.text);
        return dispatch({type: 'notified', notice: sanitize(`sent to your clipboard: ${effect.text}`)});
      case 'export':
        return void exportRows(effect);
      case 'end-owner':
        return void notifyAndRefresh(world.endOwner(effect.pid, effect.startedAt, effect.name));
      case 'close-connection':
        return void notifyAndRefresh(world.closeConnection(effect.socket));
      case 'accept':
        return void notifyAndRefresh(world.accept(effect.drafts));
      case 'withdraw':
        return void notifyAndRefresh(world.withdraw(effect.block));
      case 'bell':
        return world.ring();
      case 'find-names':
        return world.findNames(effect.addresses);
      case 'page-lsof':
        return void pageLsof(effect.socket);
      case 'stop-paging':
        return paging?.abort();
      case 'redraw':
        return world.redraw();
      case 'suspend':
        return world.suspend();
      case 'quit':
        return world.quit();
    }
  };
}
