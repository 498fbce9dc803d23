// Rows of every tool have four columns or more.
const isCsv = /^[^,;]{1,80}[,;][^,;]{0,300}[,;][^,;]{0,300}[,;]/;
const cell = /(?:^|([,;]))\s{0,8}(?:"((?:[^"]|"")*)"|([^,;"]*))\s{0,8}(?=[,;]|$)/gy;

/**
 * A line of a table in CSV, made of netstat, ss or lsof, with blanks in place of the separators; null for any other
 * line. A cell without a text leaves no gap.
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
