import {lines, python, ready, stays} from '../stage/scripts.ts';
import type {Variant} from '../stage/variant.ts';

const signs = ['loopback-true', 'owner-script'];
const wrong = /no remote system|only this machine/i;

const onLoopback = (
  port: number,
  ...then: readonly string[]
): string => `echo 1 > /proc/sys/net/ipv4/conf/eth0/route_localnet
${python(
  lines(
    'import socket, time',
    's = socket.socket(); s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)',
    `s.bind(("127.66.0.1", ${port})); s.listen()`,
    ...then,
    ready,
    stays,
  ),
)}`;

/** 45: an address of loopback that the network reaches (route_localnet). */
export const routes: readonly Variant[] = [
  {
    kind: 45,
    id: 'routed-loopback',
    does: 'listens on loopback, which is routed to',
    world: 'altered',
    start: onLoopback(7450),
    printsReady: true,
    socket: /^tcp LISTEN 127\.66\.0\.1:7450$/,
    signs,
    wrong,
  },
  {
    kind: 45,
    id: 'routed-loopback-called',
    does: 'the intruder is connected to an address of loopback',
    world: 'altered',
    start: onLoopback(7451, 'c, _ = s.accept()', 's.close()'),
    printsReady: true,
    calls: {port: 7451, to: '127.66.0.1'},
    socket: /^tcp ESTABLISHED 127\.66\.0\.1:7451 /,
    signs,
    wrong,
  },
];
