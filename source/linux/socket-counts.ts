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
export const socketsByProtocol = (text: string): ReadonlyMap<string, number> =>
  new Map(
    text
      .split('\n')
      .slice(1)
      .flatMap(line => {
        const [, protocol, sockets] = line.match(/^(\S+) +\d+ +(\d+) /) ?? [];
        return protocol === undefined ? [] : [[protocol, Number(sockets)] as const];
      }),
  );
