import type {SocketState} from '../../domain/socket.ts';

// Keys without `_`, `-` and blanks. Sources: net-tools lib/inet.c and its German catalogue, iproute2 misc/ss.c,
// BSD netinet/tcp_fsm.h (also NetBSD's short names), lsof, Windows netstat in English and German.
const states: Readonly<Record<string, SocketState>> = {
  LISTEN: 'LISTEN',
  LISTENING: 'LISTEN',
  ABHÖREN: 'LISTEN',
  ABHREN: 'LISTEN',
  ABHX99REN: 'LISTEN',
  ABHXD6REN: 'LISTEN',
  UNCONN: 'UNCONN',
  UNCONNECTED: 'UNCONN',
  IDLE: 'UNCONN',
  ESTAB: 'ESTABLISHED',
  ESTABL: 'ESTABLISHED',
  ESTABLISHED: 'ESTABLISHED',
  HERGESTELLT: 'ESTABLISHED',
  VERBUNDEN: 'ESTABLISHED',
  SYNSENT: 'SYN_SENT',
  SYNSEN: 'SYN_SENT',
  SYNGESENDET: 'SYN_SENT',
  SYNRECV: 'SYN_RECV',
  SYNRCVD: 'SYN_RECV',
  SYNRECEIVED: 'SYN_RECV',
  SYSRCV: 'SYN_RECV',
  SYNEMPFANGEN: 'SYN_RECV',
  FINWAIT1: 'FIN_WAIT1',
  FWAIT1: 'FIN_WAIT1',
  FINWARTEN1: 'FIN_WAIT1',
  FINWAIT2: 'FIN_WAIT2',
  FWAIT2: 'FIN_WAIT2',
  FINWARTEN2: 'FIN_WAIT2',
  CLOSEWAIT: 'CLOSE_WAIT',
  CLWAIT: 'CLOSE_WAIT',
  SCHLIESSENWARTEN: 'CLOSE_WAIT',
  LASTACK: 'LAST_ACK',
  LASTAC: 'LAST_ACK',
  LETZTESACK: 'LAST_ACK',
  CLOSING: 'CLOSING',
  CLOSIN: 'CLOSING',
  SCHLIESSEND: 'CLOSING',
  TIMEWAIT: 'TIME_WAIT',
  TMWAIT: 'TIME_WAIT',
  WARTEND: 'TIME_WAIT',
  CLOSE: 'CLOSE',
  CLOSED: 'CLOSE',
  GESCHLOSSEN: 'CLOSE',
  BOUND: 'CLOSE',
  DELETETCB: 'CLOSE',
};

/** The state that a word of a table stands for, in any of its spellings; null where the word is none. */
export function readState(word: string): SocketState | null {
  if (word.length > 24) return null;
  const key = word.toUpperCase().replace(/[^\p{L}\d]/gu, '');
  return Object.hasOwn(states, key) ? (states[key] ?? null) : null;
}
