import type {HostLoad} from '../../domain/host.ts';
import type {Inspection} from '../../domain/inspection.ts';
import type {Snapshot} from '../../domain/snapshot.ts';
import type {Socket} from '../../domain/socket.ts';
import type {Clean} from '../../domain/text.ts';
import type {AssessedSocket} from '../../judge/assess-all.ts';
import type {Action} from '../keys/bindings.ts';
import type {Summary} from '../table/summary.ts';
import type {PreparedPoll} from './prepare-poll.ts';
import type {ListState, Size} from './state.ts';

/** What happens to the state. Times are milliseconds since the epoch. */
export type Event =
  | {readonly type: 'action'; readonly action: Action}
  /** Characters typed or pasted where text is asked for. */
  | {readonly type: 'typed'; readonly text: string}
  /** What a look-up found; null where the address has no name. */
  | {readonly type: 'host-named'; readonly address: string; readonly name: Clean | null}
  /** Something the runtime did for the user, or could not do. */
  | {readonly type: 'notified'; readonly notice: Clean}
  | {readonly type: 'polled'; readonly poll: PreparedPoll}
  /** The effect `build-list` is done. */
  | {readonly type: 'list-built'; readonly list: ListState}
  | {readonly type: 'poll-failed'; readonly message: Clean; readonly at: number}
  | {readonly type: 'inspected'; readonly inspection: Inspection}
  | {readonly type: 'resized'; readonly size: Size}
  | {readonly type: 'ticked'; readonly now: number}
  | {readonly type: 'os-named'; readonly name: Clean}
  | {readonly type: 'host-load-read'; readonly load: HostLoad};

/** What the runtime is to do; data, so that `update` stays pure. */
export type Effect =
  | {readonly type: 'poll'}
  /** Arranges the list as it is asked for, without keeping the keys waiting. */
  | {readonly type: 'build-list'}
  /** Starts the polls again, or stops them. */
  | {readonly type: 'set-paused'; readonly paused: boolean}
  | {readonly type: 'inspect'; readonly socket: Socket}
  /** Ends what still runs for a socket that is not on the screen any more. */
  | {readonly type: 'stop-inspecting'}
  /** Puts text into the clipboard of the user's terminal. */
  | {readonly type: 'copy'; readonly text: Clean}
  /** Asks the process to end that has this pid and started then (milliseconds since the epoch). */
  | {readonly type: 'end-owner'; readonly pid: number; readonly startedAt: number; readonly name: Clean}
  | {readonly type: 'close-connection'; readonly socket: Socket}
  | {readonly type: 'find-names'; readonly addresses: readonly string[]}
  /** Shows all that lsof says of the socket in the user's pager. */
  | {readonly type: 'page-lsof'; readonly socket: Socket}
  /** Writes rows to a new file. */
  | {
      readonly type: 'export';
      readonly format: 'json' | 'csv';
      readonly snapshot: Snapshot;
      readonly rows: readonly AssessedSocket[];
      readonly summary: Summary;
    }
  | {readonly type: 'redraw'}
  | {readonly type: 'suspend'}
  | {readonly type: 'quit'};

export type Transition<T> = readonly [state: T, effects: readonly Effect[]];
