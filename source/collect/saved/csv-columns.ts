// A table in CSV begins with a word of a header, a protocol or a state.
const isCsv =
  /^\s*"?(?:Proto|Netid|State|(?:tcp|udp|raw)(?:46|4|6)?|LISTEN|ESTAB|UNCONN|[A-Z]{3,5}-[A-Z0-9-]{3,8})"?\s{0,4}[,;]/i;
const cell = /(?:^|([,;]))\s{0,8}(?:"((?:[^"]|"")*)"|([^,;"]*))\s{0,8}(?=[,;]|$)/gy;

/**
 * A line of a table in CSV, made of netstat or ss, with blanks in place of the separators; null for any other line. A
 * cell without a text leaves no gap.
 */
export function csvAsColumns(line: string): string | null {
  if (!isCsv.test(line)) return null;
  const text = line.trim();
  const cells = [...text.matchAll(cell)];
  const end = cells.at(-1);
  if (!end || end.index + end[0].length < text.length) return null;
  return cells
    .map(([, , quoted, plain = '']) => (quoted === undefined ? plain.trim() : quoted.replaceAll('""', '"')))
    .filter(each => each !== '')
    .join('  ');
}
