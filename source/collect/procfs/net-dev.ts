/** Bytes that an interface has received and sent since it was made. */
export type Traffic = {readonly received: number; readonly sent: number};

/**
 * Decodes /proc/net/dev (proc(5)): two lines of titles, then lines of an interface's name, a colon and sixteen numbers.
 */
export function parseNetDev(text: string): ReadonlyMap<string, Traffic> {
  const traffic = new Map<string, Traffic>();
  for (const line of text.split('\n').slice(2)) {
    // A name may hold a colon; the numbers hold none.
    const colon = line.lastIndexOf(':');
    const numbers = line
      .slice(colon + 1)
      .trim()
      .split(/\s+/)
      .map(Number);
    const [received = Number.NaN, sent = Number.NaN] = [numbers[0], numbers[8]];
    if (colon > 0 && Number.isFinite(received) && Number.isFinite(sent)) {
      traffic.set(line.slice(0, colon).trim(), {received, sent});
    }
  }
  return traffic;
}
