import type {Protocol} from './socket.ts';
import type {Clean} from './text.ts';

/**
 * The accepted baseline: the sockets that an administrator knows. A listener is found by network namespace or
 * container, protocol and port; everything else in its block is expected of it. An absent field expects nothing.
 */

/** From where a listener can be reached, narrowest first. */
export const reachClasses = ['host', 'link', 'private', 'some', 'any'] as const;
export type ReachClass = (typeof reachClasses)[number];

/** The network that a block is about; both null: the network namespace of the host. At most one is not null. */
type Place = {
  /** The name of the network namespace. */
  readonly netns: Clean | null;
  /** The name of the container, or its id where it has no name. */
  readonly container: Clean | null;
};

/** Who is expected to hold a socket. null where the block does not have the key. */
type ExpectedOwner = {
  /** Path of the executable. */
  readonly exe: Clean | null;
  /** Path of the script that an interpreter runs. */
  readonly script: Clean | null;
  /** Name of the user, or the uid where it has no name. */
  readonly user: Clean | null;
};

type Accepted = {
  /** The checks that failed when it was accepted, by id. */
  readonly failed: readonly Clean[];
  /** The time of the acceptance as the file has it (RFC 3339); null where the block has none. */
  readonly accepted: Clean | null;
  readonly note: Clean | null;
};

/** Where a block stands in its file: lines from 1 on, both inclusive, its header first. */
export type BlockLines = {readonly first: number; readonly last: number};

/** An accepted listener: TCP in LISTEN, UDP without a peer, a raw or a packet socket. */
export type ListenerBlock = Place &
  ExpectedOwner &
  Accepted & {
    readonly kind: 'listener';
    readonly proto: Protocol;
    /** `ephemeral`: any port of the range that clients are given (net.ipv4.ip_local_port_range). */
    readonly port: number | 'ephemeral';
    readonly reach: ReachClass | null;
    readonly unit: Clean | null;
    readonly package: Clean | null;
    /** The image of its container, with or without a tag. */
    readonly image: Clean | null;
    /** The file that counts, the script or else the executable, in hexadecimal; of files that no package has. */
    readonly sha256: Clean | null;
    /** The executable, where `sha256` is of its script. */
    readonly exeSha256: Clean | null;
  };

/** An accepted kind of outbound conversation. */
export type ConversationBlock = Place &
  ExpectedOwner &
  Accepted & {
    readonly kind: 'conversation';
    readonly proto: Protocol;
    readonly peerPort: number;
    /** The peer's network as an address, or an address and a prefix length; null: any peer. */
    readonly peer: Clean | null;
  };

export type Block = ListenerBlock | ConversationBlock;

/** A block of a file, and its place there. */
export type PlacedBlock = Block & {readonly lines: BlockLines};

/** The baseline as of one reading of its file. The same object as long as the file is the same. */
export type Baseline = {
  readonly path: Clean;
  readonly blocks: readonly PlacedBlock[];
};

/** The six ways in which a listener differs from its acceptance. */
export const driftKinds = ['owner', 'replaced', 'widened', 'unit', 'check', 'new'] as const;
export type DriftKind = (typeof driftKinds)[number];

/** One difference, with both sides in words. `new` has no accepted side: "". */
export type Drift = {readonly kind: DriftKind; readonly accepted: Clean; readonly seen: Clean};

/** A difference that needs no alarm. `moved`: a program that listened on another port that clients are given. */
export type DriftNote = {readonly kind: 'narrower' | 'upgraded' | 'moved'; readonly text: Clean};

/**
 * How a socket stands to the baseline. `accepted`: as accepted, as far as it can be seen. `drifted`: accepted, and not
 * as it was then. `new`: a listener that nobody accepted.
 */
export type Acceptance = {
  readonly state: 'accepted' | 'drifted' | 'new';
  /** null of a new listener. */
  readonly block: PlacedBlock | null;
  /** Whether it is a connection that came in to an accepted listener. */
  readonly isInbound: boolean;
  /** Empty unless `drifted` or `new`. */
  readonly drift: readonly Drift[];
  readonly notes: readonly DriftNote[];
  /** Expected facts that could not be seen, as "owner: needs root". */
  readonly unverified: readonly Clean[];
};

/** A block to be written. */
export type Draft = {
  readonly block: Block;
  /** Whose files are to be hashed for `sha256` and `exeSha256`; null where there is none to hash. */
  readonly hashed: {readonly pid: number; readonly startedAt: number; readonly script: Clean | null} | null;
  /** The block in whose place it comes: the same socket, accepted anew as it is now. */
  readonly replaces: PlacedBlock | null;
};

/** Writes the baseline. Resolves to a line for the user, with the reason where nothing was written; never rejects. */
export type Acceptor = {
  /** Adds the blocks of these drafts, or puts them in the place of others: all of them, or none. */
  readonly accept: (drafts: readonly Draft[]) => Promise<Clean>;
  /** As `accept`, with whether it was done. */
  readonly tryAccept: (drafts: readonly Draft[]) => Promise<{readonly isDone: boolean; readonly message: Clean}>;
  readonly withdraw: (block: PlacedBlock) => Promise<Clean>;
};
