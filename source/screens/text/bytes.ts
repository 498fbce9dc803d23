const units = ['B', 'kB', 'MB', 'GB', 'TB'];

/** `950 B`, `1.2 kB`, `34 MB`: powers of 1000, with at most three digits below 1000 TB. */
export function bytesText(bytes: number): string {
  let value = bytes;
  let power = 0;
  while (value >= 999.5 && power < units.length - 1) {
    value /= 1000;
    power++;
  }
  return `${power > 0 && value < 9.95 ? value.toFixed(1) : Math.round(value)} ${units[power]}`;
}
