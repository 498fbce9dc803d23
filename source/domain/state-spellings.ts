import {type SocketState, socketStates} from './socket.ts';

// English words of ss, netstat and lsof beside the names of the states themselves. SYN_RCVD and CLOSED: netinet/tcp_fsm.h
// of the BSDs and macOS; SYN_RECEIVED and LISTENING: Windows; ESTAB: iproute2 misc/ss.c. A bound socket is not yet open.
const spellings: Readonly<Record<string, SocketState>> = {
  LISTENING: 'LISTEN',
  ESTAB: 'ESTABLISHED',
  SYN_RECEIVED: 'SYN_RECV',
  SYN_RCVD: 'SYN_RECV',
  CLOSED: 'CLOSE',
  BOUND: 'CLOSE',
};

/** Longer texts are no words of a table. */
const maxWordLength = 24;

/** The state that a word of a table stands for; null where the word is no state. */
export type ReadState = (word: string) => SocketState | null;

/**
 * A reader of the words that tools print for states. Case does not count, nor do signs between letters and digits:
 * `FIN-WAIT-1`, `FIN_WAIT_1` and `fin_wait1` are one word. `more` holds the words that one source alone prints.
 */
export function stateReader(more: Readonly<Record<string, SocketState>> = {}): ReadState {
  const states = new Map<string, SocketState>(socketStates.map(state => [bare(state), state]));
  for (const [word, state] of Object.entries({...spellings, ...more})) states.set(bare(word), state);
  return word => (word.length > maxWordLength ? null : (states.get(bare(word)) ?? null));
}

const bare = (word: string): string => word.toUpperCase().replace(/[^\p{L}\d]/gu, '');
