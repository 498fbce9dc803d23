/** How the program under test answers one variant; best first. */
export const results = ['caught', 'helpful', 'generic', 'explained', 'invisible', 'false'] as const;
export type Result = (typeof results)[number];

/** The hosts that are staged; see `worlds.ts`. */
export type WorldName = 'plain' | 'altered' | 'lies' | 'blind' | 'decoy' | 'preload' | 'closing';

/** One way in which an intruder uses a socket, with what a good answer names. */
export type Variant = {
  readonly id: string;
  /** Number of the technique in the trial by kinds; see `kinds.ts`. */
  readonly kind: number;
  /** The intruder's doing, in a few words. */
  readonly does: string;
  /**
   * Script of sh(1), run as root of the staged host. $HERE and $HERE6 are addresses of the host, $THERE and $THERE6
   * of the intruder, both of this variant alone; $ID is its name. The script prints `ready` where
   * `printsReady` is set.
   */
  readonly start: string;
  readonly printsReady?: boolean;
  /** Script of sh(1) that removes the rest of a host that has ended; it runs with mounts of its own. */
  readonly cleanUp?: string;
  /** User and group that run the script; default 0. */
  readonly as?: number;
  readonly world?: WorldName;
  /** Programs besides those that every variant may use. */
  readonly needs?: readonly string[];
  /** A feature that the kernel may lack; the variant is left out there. */
  readonly kernel?: string;
  /** Port on which the intruder waits for the connection. */
  readonly waits?: {readonly tcp: number} | {readonly udp: number};
  /** Port of the host that the intruder connects to, and the source port. */
  readonly calls?: {readonly port: number; readonly from?: number; readonly udp?: boolean; readonly to?: string};
  /**
   * Orders reach a shell, and its answers reach the intruder; the variant is staged once an answer did. The value is an
   * order that prints pw42, or true for an order of sh(1).
   */
  readonly answers?: true | string;
  /** The intruder's end of the connection speaks TLS. */
  readonly isTls?: boolean;
  /** Rows that are judged: the listeners or the conversations of these addresses; default both. */
  readonly only?: 'listeners' | 'conversations';
  /** Rows that are judged, where they cannot be found by address: their text as `socketText` writes it. */
  readonly socket?: RegExp;
  /** How many rows there must be before the host is judged; default 1, or 0 where the script prints `ready`. */
  readonly rows?: number;
  /** The intruder ends the connection while the program watches; the closing row is judged. */
  readonly closes?: boolean;
  /** The answer is a matter of chance: the worst one counts, and a worse one fails no test. */
  readonly varies?: boolean;
  /** Checks that must fail, or rules that must match; one of them suffices. */
  readonly signs: readonly string[];
  /** Words of the column WHY that name the technique. */
  readonly words?: RegExp;
  /** Facts or notes of the host that help, although they do not name the technique. */
  readonly helps?: RegExp;
  /** Facts that are wrong; see `factsOf`. */
  readonly wrong?: RegExp;
};
