import {peerPort, protocolIs} from './conditions.ts';
import {documents} from './documents.ts';
import {never, type Rule} from './rule.ts';

export const ntpClient: Rule = {
  id: 'ntp-client',
  title: 'Time synchronisation',
  verdict: 'explained',
  source: {document: documents.ports, passage: 'Active connections to UDP port 123'},
  extrapolated: never,
  when: [protocolIs('udp'), peerPort([123, 123])],
  expects: {
    // The last two are of macOS, and the host of services of Windows.
    programs: ['chronyd', 'ntpd', 'systemd-timesyncd', 'ntpdate', 'sntp', 'timed', 'svchost'],
    called: 'a time client',
    calledMany: 'time clients',
    leads: 'learn',
  },
  softenedBy: null,
  why: 'only sets the clock',
  reason:
    'It may be safe, because this host asks a time server for the time, and the worst a hostile one can do is to ' +
    'give the wrong time.',
  caveat: 'A wrong clock can upset certificates and logs: compare several servers.',
};
