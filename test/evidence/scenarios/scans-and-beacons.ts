import {silent} from '../stage/addresses.ts';
import {lines, python, pythonFile, stays} from '../stage/scripts.ts';
import type {Variant} from '../stage/variant.ts';

const signs = ['owner-script', 'service-account'];

/** 12: many connections that nobody answers. */
const scans: readonly Variant[] = [443, 80, 22].map((port, number) => ({
  kind: 12,
  id: `scan-${port}`,
  does: `www-data knocks on port ${port} of many hosts`,
  start: pythonFile(
    '/var/tmp/$ID.py',
    lines(
      'import socket, time',
      'held = []',
      'for n in range(1, 31):',
      '  s = socket.socket(); s.setblocking(False); held.append(s)',
      `  s.connect_ex(("${silent}.${number}." + str(n), ${port}))`,
      'print("ready", flush=True)',
      stays,
    ),
  ),
  printsReady: true,
  as: 33,
  socket: new RegExp(`^tcp SYN_SENT \\S+ ${silent}.${number}\\.`),
  signs,
}));

/** 16: a sign of life now and then. */
const beacons: readonly Variant[] = [
  {
    kind: 16,
    id: 'beacon-udp',
    does: 'UDP without a peer, of /tmp',
    start: pythonFile(
      '/tmp/$ID.py',
      lines(
        'import socket, time',
        's = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)',
        's.bind(("$HERE", 0))',
        'while True: s.sendto(b"alive", ("$THERE", 9999)); time.sleep(5)',
      ),
    ),
    waits: {udp: 9999},
    signs,
  },
  {
    kind: 16,
    id: 'beacon-udp-of-www-data',
    does: 'UDP without a peer, from the command line, of www-data',
    start: python(
      lines(
        'import socket, time',
        's = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)',
        's.bind(("$HERE", 0))',
        'while True: s.sendto(b"alive", ("$THERE", 9999)); time.sleep(5)',
      ),
    ),
    waits: {udp: 9999},
    as: 33,
    signs,
  },
  {
    kind: 16,
    id: 'beacon-tcp-443',
    does: 'connections of some milliseconds to 443, each closed by the program of /tmp',
    start: pythonFile(
      '/tmp/$ID.py',
      lines(
        'import socket, time',
        'socket.create_connection(("$THERE", 443)).close()',
        'print("ready", flush=True)',
        stays,
      ),
    ),
    printsReady: true,
    waits: {tcp: 443},
    signs,
  },
];

export const scansAndBeacons: readonly Variant[] = [...scans, ...beacons];
