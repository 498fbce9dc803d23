import type {ProtocolCounts} from '../domain/snapshot.ts';

/**
 * Number of sockets in the text of `/proc/net/sockstat` or `sockstat6` (proc_pid_net(5)): sockets in use, plus sockets
 * in TIME_WAIT, which the kernel counts apart.
 */
export const socketsIn = (text: string): number =>
  [...text.matchAll(/ (?:inuse|tw) (\d+)/g)].reduce((sum, [, count]) => sum + Number(count), 0);

/**
 * The number of sockets of each protocol of a network namespace, by the kernel's name for it, from the text of
 * `/proc/net/protocols` (proto_seq_printf in net/core/sock.c). Some protocols, as vsock, are listed and not counted.
 */
export const socketsByProtocol = (text: string): ProtocolCounts =>
  new Map(
    text
      .split('\n')
      .slice(1)
      .flatMap(line => {
        const [, protocol, sockets] = line.match(/^(\S+) +\d+ +(\d+) /) ?? [];
        return protocol === undefined ? [] : [[protocol, Number(sockets)] as const];
      }),
  );

/** Whether a table of a network namespace has sockets. */
export type TablesInUse = Readonly<Record<'tcp' | 'udp', Readonly<Record<4 | 6, boolean>>>>;

/**
 * The tables that have sockets, by the texts of `sockstat` and `sockstat6` of one network namespace; all of them where
 * a text has no counts. The kernel counts connections in TIME_WAIT for both IP versions together, and does not count
 * TCP sockets that are bound alone.
 */
export function tablesInUse(four: string, six: string): TablesInUse {
  const inUse = (text: string, name: string): boolean => !new RegExp(`^${name}: inuse 0\\b`, 'm').test(text);
  const isWaiting = !/^TCP: .* tw 0\b/m.test(four);
  return {
    tcp: {4: isWaiting || inUse(four, 'TCP'), 6: isWaiting || inUse(six, 'TCP6')},
    udp: {4: inUse(four, 'UDP'), 6: inUse(six, 'UDP6')},
  };
}
