import type {SocketState} from '../../domain/socket.ts';
import {stateReader} from '../../domain/state-spellings.ts';

// Sources: z/OS Communications Server, IP System Administrator's Commands (short words) and the console's (shorter
// ones).
const zos: Readonly<Record<string, SocketState>> = {
  ESTABLSH: 'ESTABLISHED',
  ESTBLSH: 'ESTABLISHED',
  SYNSENT: 'SYN_SENT',
  SYNRCVD: 'SYN_RECV',
  FINWT1: 'FIN_WAIT1',
  FINWT2: 'FIN_WAIT2',
  CLOSWAIT: 'CLOSE_WAIT',
  CLOSWT: 'CLOSE_WAIT',
  TIMEWT: 'TIME_WAIT',
};

// Sources: net-tools lib/inet.c and its German and Portuguese catalogues, BSD netinet/tcp_fsm.h, NetBSD's short names,
// Windows netstat in German, also in code pages that are no UTF-8. Tables of narrow columns cut the words.
const words: Readonly<Record<string, SocketState>> = {
  ABHÖREN: 'LISTEN',
  ABHREN: 'LISTEN',
  'ABH\\x99REN': 'LISTEN',
  'ABH\\xD6REN': 'LISTEN',
  OUÇA: 'LISTEN',
  ESTABELECIDA: 'ESTABLISHED',
  SYN_ENVIADO: 'SYN_SENT',
  SYN_RECEBIDO: 'SYN_RECV',
  ESPERA_FIN1: 'FIN_WAIT1',
  ESPERA_FIN2: 'FIN_WAIT2',
  ESPERA_FECHAR: 'CLOSE_WAIT',
  ÚLTIMO_ACK: 'LAST_ACK',
  FECHANDO: 'CLOSING',
  FECHAR: 'CLOSE',
  UNCONNECTED: 'UNCONN',
  IDLE: 'UNCONN',
  ESTABL: 'ESTABLISHED',
  HERGESTELLT: 'ESTABLISHED',
  VERBUNDEN: 'ESTABLISHED',
  SYN_SEN: 'SYN_SENT',
  SYN_GESENDET: 'SYN_SENT',
  SYS_RCV: 'SYN_RECV',
  SYN_EMPFANGEN: 'SYN_RECV',
  FWAIT1: 'FIN_WAIT1',
  FIN_WARTEN_1: 'FIN_WAIT1',
  FWAIT2: 'FIN_WAIT2',
  FIN_WARTEN_2: 'FIN_WAIT2',
  CLWAIT: 'CLOSE_WAIT',
  SCHLIESSEN_WARTEN: 'CLOSE_WAIT',
  LAST_AC: 'LAST_ACK',
  LETZTES_ACK: 'LAST_ACK',
  CLOSIN: 'CLOSING',
  SCHLIESSEND: 'CLOSING',
  TMWAIT: 'TIME_WAIT',
  ...zos,
  WARTEND: 'TIME_WAIT',
  GESCHLOSSEN: 'CLOSE',
  DELETE_TCB: 'CLOSE',
};

/** Reads a state as the tools of any system print it, whole, cut or translated. */
export const readState = stateReader(words);

/** Whether a text may be a state in a language, or an encoding, that is not known. */
export const isWord = (text: string): boolean =>
  /^(?:[\p{L}\p{M}\d_?!.*-]|\\x[0-9a-f]{2}){2,40}$/iu.test(text) && /[^\d-]/.test(text);
