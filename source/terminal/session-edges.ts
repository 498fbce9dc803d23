import type {WriteStream} from 'node:tty';
import type {Event} from '../app/state/event.ts';
import type {Socket} from '../domain/socket.ts';
import type {Clean} from '../domain/text.ts';
import type {Screen} from '../screens/screen.ts';
import type {World} from './effects.ts';
import type {TightenHeap} from './heap-limits.ts';
import type {HostNameFinder} from './host-name-finder.ts';
import type {Mount} from './mounted-screen.ts';
import type {TerminationSignals} from './shutdown.ts';

/** Everything outside a session that the session acts on. A test replaces each by a fake. */
export type SessionEdges = {
  readonly stdout: WriteStream;
  readonly keyboard: NodeJS.ReadStream;
  /** Emits SIGTSTP and uncaught errors. */
  readonly process: Pick<NodeJS.EventEmitter, 'on' | 'off'>;
  readonly onTerminationSignals: (isForThisProgram: (signal: NodeJS.Signals) => boolean) => TerminationSignals;
  readonly exitBySignal: (signal: NodeJS.Signals) => Promise<never>;
  /** The first frame, drawn without Ink; null where only Ink can draw it. */
  readonly firstFrame: (screen: Screen, columns: number) => string | null;
  readonly loadMount: () => Promise<Mount>;
  /** Called once, a while after the first poll. */
  readonly onStarted: () => Promise<void>;
  readonly createHostNameFinder: (report: (address: string, name: Clean | null) => void) => HostNameFinder;
  /** Dispatches name and load of the host, from the end of `after` on. Returns the function that stops it. */
  readonly startHostLoad: (dispatch: (event: Event) => void, after: Promise<void>) => () => void;
  readonly actions: Pick<World, 'inspect' | 'write' | 'endOwner' | 'closeConnection' | 'accept' | 'withdraw'>;
  /** lsof's whole output on one socket, for the pager. Ends lsof when aborted. */
  readonly lsofText: (socket: Socket, signal: AbortSignal) => Promise<string>;
  readonly pagerEnvironment: NodeJS.ProcessEnv;
  /** Ends running tools of the system, such as lsof. */
  readonly endTools: () => void;
  readonly tightenHeap: TightenHeap;
};
