/**
 * Number of sockets in the text of `/proc/net/sockstat` or `sockstat6` (proc_pid_net(5)): sockets in use, plus sockets
 * in TIME_WAIT, which the kernel counts apart.
 */
export const socketsIn = (text: string): number =>
  [...text.matchAll(/ (?:inuse|tw) (\d+)/g)].reduce((sum, [, count]) => sum + Number(count), 0);
