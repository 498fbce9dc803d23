/**
 * How many sockets the text of `/proc/net/sockstat` or `sockstat6` tells of (proc(5), proc_pid_net(5)): those in use, and those in
 * TIME_WAIT, which are counted apart.
 */
export const socketsIn = (text: string): number =>
  [...text.matchAll(/ (?:inuse|tw) (\d+)/g)].reduce((sum, [, count]) => sum + Number(count), 0);
