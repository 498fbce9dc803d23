import {localPort, onLoopback, protocolIs, stateIs} from './conditions.ts';
import {documents} from './documents.ts';
import {never, type Rule} from './rule.ts';

/** launchd and systemd hold the port until somebody prints. */
const programs = ['cupsd', 'systemd', 'launchd'];

export const printing: Rule = {
  id: 'printing',
  title: 'Printer daemon',
  verdict: 'explained',
  source: {document: documents.simple, passage: 'The printer daemon (:ipp)'},
  extrapolated: never,
  when: [protocolIs('tcp'), stateIs('LISTEN'), localPort(631), onLoopback],
  expects: {programs, called: 'the printer daemon', calledMany: 'printer daemons', leads: 'suspect'},
  softenedBy: null,
  why: 'local printing',
  reason:
    'It may be safe, because the printer daemon waits here for print jobs of this machine, as a fresh desktop does.',
  caveat: 'A hostile user or program on this machine can still reach it.',
  inNetns: {
    reason: 'It may be safe, because the printer daemon waits here for print jobs of its network namespace.',
    caveat: 'A hostile user or program inside the namespace can still reach it.',
  },
};
