import {type SocketState, socketStates} from './socket.ts';

// English words of ss, netstat and lsof beside the names of the states themselves: SYN_RCVD and CLOSED from
// netinet/tcp_fsm.h of the BSDs and macOS; SYN_RECEIVED, LISTENING and BOUND from Windows; ESTAB from iproute2
// misc/ss.c.
const spellings: Readonly<Record<string, SocketState>> = {
  LISTENING: 'LISTEN',
  ESTAB: 'ESTABLISHED',
  SYN_RECEIVED: 'SYN_RECV',
  SYN_RCVD: 'SYN_RECV',
  CLOSED: 'CLOSE',
  BOUND: 'CLOSE',
};

// A longer text is no word of a table.
const maxWordLength = 24;

/** The state that a word stands for; null where the word is no state. */
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
