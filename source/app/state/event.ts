import type {Draft, PlacedBlock} from '../../domain/baseline.ts';
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

/** An event that changes the state. Times are milliseconds since the epoch. */
export type Event =
  | {readonly type: 'action'; readonly action: Action}
  /** Characters typed or pasted into a prompt. */
  | {readonly type: 'typed'; readonly text: string}
  /** The result of a lookup; null where the address has no name. */
  | {readonly type: 'host-named'; readonly address: string; readonly name: Clean | null}
  /** An effect has run or failed, and the user is to be informed. */
  | {readonly type: 'notified'; readonly notice: Clean}
  /** The pager has ended (null), or there is none, for the reason of the notice. */
  | {readonly type: 'paged'; readonly notice: Clean | null}
  /** `pace`: where polls follow less often than the interval wants, their real interval in seconds. */
  | {readonly type: 'polled'; readonly poll: PreparedPoll; readonly pace?: number | undefined}
  /** The result of the effect `build-list`. */
  | {readonly type: 'list-built'; readonly list: ListState}
  | {readonly type: 'poll-failed'; readonly message: Clean; readonly at: number}
  | {readonly type: 'inspected'; readonly inspection: Inspection}
  | {readonly type: 'resized'; readonly size: Size}
  | {readonly type: 'ticked'; readonly now: number}
  | {readonly type: 'os-named'; readonly name: Clean}
  | {readonly type: 'host-load-read'; readonly load: HostLoad};

/** A task for the terminal folder; plain data, so that `update` stays pure. */
export type Effect =
  | {readonly type: 'poll'}
  /** Builds the list that the state requests, in slices between keys. */
  | {readonly type: 'build-list'}
  /** Makes the texts that the filter will search, in slices between keys. */
  | {readonly type: 'make-texts'}
  /** Stops the polls, or starts them again. */
  | {readonly type: 'set-paused'; readonly paused: boolean}
  | {readonly type: 'inspect'; readonly socket: Socket}
  /** Ends the inspection of a socket that is not on the screen any more. */
  | {readonly type: 'stop-inspecting'}
  /** Copies text to the clipboard of the user's terminal. */
  | {readonly type: 'copy'; readonly text: Clean}
  /** Sends SIGTERM to the process with this pid, provided that it started at this time. */
  | {readonly type: 'end-owner'; readonly pid: number; readonly startedAt: number; readonly name: Clean}
  | {readonly type: 'close-connection'; readonly socket: Socket}
  /** Writes blocks to the baseline. */
  | {readonly type: 'accept'; readonly drafts: readonly Draft[]}
  /** Takes a block out of the baseline. */
  | {readonly type: 'withdraw'; readonly block: PlacedBlock}
  /** Rings the bell of the terminal. */
  | {readonly type: 'bell'}
  | {readonly type: 'find-names'; readonly addresses: readonly string[]}
  /** Shows lsof's whole output on the socket in the user's pager. */
  | {readonly type: 'page-lsof'; readonly socket: Socket}
  /** Ends an lsof whose output was to be shown. */
  | {readonly type: 'stop-paging'}
  /** Writes rows to a new file. */
  | {
      readonly type: 'export';
      readonly format: 'json' | 'csv';
      readonly snapshot: Snapshot;
      readonly rows: readonly AssessedSocket[];
      readonly summary: Summary;
      /** Blocks of the baseline without a socket. */
      readonly gone: readonly PlacedBlock[];
    }
  | {readonly type: 'redraw'}
  | {readonly type: 'suspend'}
  | {readonly type: 'quit'};

/** The next state, and the effects to carry out in this order. */
export type Transition<T> = readonly [state: T, effects: readonly Effect[]];
