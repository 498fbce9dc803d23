import {type Clean, sanitize} from '../../domain/text.ts';
import {csvAsColumns} from './csv-columns.ts';
import {looksLikeRow, upToLastEnd} from './row-starts.ts';

/** A text that people or programs put around a row, and its replacement. */
type Wrapping = readonly [what: RegExp, instead: string];

const tag = /<\/?[a-z][a-z0-9]{0,9}(?:\s[^<>]{0,200})?\/?>/gi;

// Anywhere in a line.
const inside: readonly Wrapping[] = [
  // Colours of grep and ls, also where a paste has lost the escape sign.
  [/(?:\\x1b)?\[(?:\d{1,3}(?:;\d{1,3})*)?[mK]/g, ''],
  [tag, ' '],
  [/&lt;|&#60;/g, '<'],
  [/&gt;|&#62;/g, '>'],
  [/&quot;|&#34;|[“”„«»″]|\\+"/g, '"'],
  [/&#0?39;|&apos;|[‘’]/g, "'"],
  [/&amp;/g, '&'],
  // Markdown.
  [/\\([*_[\]()#>|.~`+-])/g, '$1'],
  [/`|\*\*|__|~~/g, ''],
  // Tags of forums and trackers.
  [/\[\/?(?:code|quote|pre|[biu]|size|color|font|spoiler)(?:=[^\][]{0,80})?\]/gi, ' '],
  [/\{(?:code|noformat|quote)(?::[^{}]{0,80})?\}/gi, ' '],
  [/\{\{|\}\}/g, ''],
  // Tabs and arrows as programs write them out.
  [/\^I/g, ' '],
  [/(?<=[\w*\]])→(?=[\w*[])/g, '->'],
  // Names of processes in single quotes, in quotes that CSV has doubled, and without quotes.
  [/(?<=\()'([^'"]{1,15})'(?=,)|(?<=\()""([^"]{1,15})""(?=,)|(?<=\()([^'"(),]{1,15})(?=,pid=)/g, '"$1$2$3"'],
  // Signs at the ends of quotes, frames and lists.
  [/(?:[\s|│┃║"'`,;\\]|(?<=[\w)])\*+)+$/, ''],
];

// Before a row.
const before: readonly RegExp[] = [
  /^\s*(?:(?:>|&gt;|#|\/\/|;|--|"|'|\$|%|[|│┃║])\s*)+/,
  /^\s*(?:[*•·‣▪–—-]|\+)\s+/,
  // Lines of a diff.
  /^[+-](?=[a-z])/i,
  /^\s*[*_]+(?=[a-z])/i,
  // Numbers of lines, as of `cat -n`, `grep -n` and lists.
  /^\s*\(?\d{1,6}(?:[:.)|\]-]\s*|\s+)/,
  // Times of logs: ISO 8601 (perhaps with the stream of a container), syslog, in brackets; then host and program.
  /^\s*\[?\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?:Z|[+-]\d\d:?\d\d)?\]?:?\s*(?:std(?:out|err) [FP] )?/,
  /^\s*\[?[A-Z][a-z]{2} {1,2}\d{1,2} \d\d:\d\d:\d\d(?:\.\d{1,9})?\]?:?\s*/,
  /^\s*\[?\d\d:\d\d:\d\d(?:[.,]\d{1,9})?\]?:?\s*/,
  /^\s*\[\s*\d{1,9}\.\d{1,9}\]\s*/,
  /^\s*(?:[\w.-]{1,64} )?[\w./-]{1,64}(?:\[\d{1,10}\])?:\s+/,
  /^\s*\[?(?:DEBUG|INFO|NOTICE|WARN(?:ING)?|ERROR|stdout|stderr)\]?:?\s+/,
  // Names of hosts.
  /^\s*\[[\w.-]{1,64}\]:?\s+/,
  /^\s*[\w.-]{1,64}\s+(?=COMMAND\s+PID\b)/,
  // Names of files, as grep prints them; with numbers of lines also around the lines that it found.
  /^\s*[\w./-]{1,200}:(?:\d{1,6}:)?/,
  /^\s*[\w./-]{1,200}?-\d{1,6}-/,
];

// Behind a row.
const behind: readonly RegExp[] = [
  /\s+(?:<-|<=|←|#|\/\/|--|;|\/\*|=>).*$/,
  /\s*[|│┃║"'`,;\\]+\s*$/,
  /\s{2,}\(?[A-Za-z][^:]*$/,
];

// In the place of an address: `<my ip>:443`.
const spacedPlaceholder = /<[\p{L}\p{N}_.-]{1,20}(?: [\p{L}\p{N}_.-]{1,20}){1,3}>(?=[:.])/gu;

/** The longest line that is unwrapped, in UTF-16 units. */
const maxLength = 65_536;

const replaceAll = (text: string, wrappings: readonly Wrapping[]): string =>
  wrappings.reduce((line, [what, instead]) => line.replace(what, instead), text);

// In the notation of `sanitize`: colours, blanks other than the space, and signs that no eye sees.
const unseen: readonly Wrapping[] = [
  [/\\x1b\[[\d;]{0,20}[mK]|\[(?:\d\d(?:;\d\d){0,3})?m\[K/g, ''],
  [/\\xa0|\\u\{(?:200[0-9a]|202f|3000)\}/g, ' '],
  [/\\xad|\\u\{(?:200[b-f]|202[a-e]|2060|feff)\}/g, ''],
  // Ends of lines as programs write them out, perhaps before a quote; `cat -A` ends a line with a dollar sign.
  [/(?:\\[nr]|\^M)+(?=["'`]?[\],})]{0,3}\$?$)/g, ''],
  [/(?<=\S)\$$/, ''],
  [/[^\S ]|&nbsp;|&#160;/g, ' '],
];

// Columns as a program writes them out. lsof(8) has such a tab within a name.
const writtenTabs = /^(?:[^\\]*(?:\\(?!t)[^\\]*)*\\t){3}/;

/** A line without colours, written ends of lines and signs that no eye sees; the same text where it has none. */
export function withoutUnseen(line: Clean): Clean {
  if (!/\\|m\[K|\^M|\$$|[^\S ]|&/.test(line)) return line;
  const seen = replaceAll(line, unseen);
  return sanitize(writtenTabs.test(seen) ? seen.replaceAll('\\t', ' ') : seen, line.length);
}

/**
 * Possible texts of a line without the wrappings around it, the smallest change first: each is to be tried as a row.
 * `prefix` is the text that stood before the header of the table.
 */
export function unwrap(line: string, prefix: string): readonly Clean[] {
  if (line.length > maxLength) return [];
  const found = new Set<string>();
  const clean = replaceAll(line, inside);
  for (const text of stringsIn(line)) found.add(text);
  found.add(line.replace(spacedPlaceholder, text => text.replaceAll(' ', '-')));
  const columns = csvAsColumns(line);
  if (columns !== null) found.add(columns);
  for (const text of new Set([clean, replaceAll(line.replace(tag, ''), inside), line])) {
    const rest = prefix === '' ? null : withoutPrefix(text, prefix);
    if (rest !== null) found.add(rest);
    for (const part of withoutPrefixes(text)) found.add(part);
  }
  for (const text of [...found]) for (const part of withoutRemark(text)) found.add(part);
  for (const text of [...found]) if (/[|│┃║]/.test(text)) found.add(text.replace(/[|│┃║]/g, ' '));
  found.delete(line);
  return [...found].map(text => sanitize(text, maxLength));
}

// A row within quotes, as of JSON, YAML or a command.
const quoted = /"((?:[^"\\]|\\.)*)"|'([^']*)'/g;

/** The strings in a line that may be rows or headers, without the signs that hide quotes within them. */
const stringsIn = (line: string): readonly string[] =>
  [...line.matchAll(quoted)].flatMap(([, text, other = '']) => {
    const found = (text?.replace(/\\(["\\/])/g, '$1') ?? other).replace(/(?:\\[nr])+$/, '');
    return looksLikeRow(found) || titles.test(found) ? [found] : [];
  });

// A time or a number differs from row to row.
const shapeOf = (text: string): string => text.replace(/\d/g, '0');

/** A prefix that has no counterpart behind the row, as a bracket has. */
export const standsAlone = (prefix: string): boolean => prefix !== '' && !/[[{(<"`*_|│┃║]/.test(prefix);

/** A line without the text that also stands before the header, but for its numbers; null where the line has another. */
export const withoutPrefix = (line: string, prefix: string): Clean | null =>
  shapeOf(line.slice(0, prefix.length)) === shapeOf(prefix) ? sanitize(line.slice(prefix.length), line.length) : null;

// Quotes stand in quotes, and numbers behind times: each rest is searched again.
function withoutPrefixes(line: string): readonly string[] {
  const found = [line];
  for (const text of found) {
    if (found.length > 24) break;
    for (const prefix of before) {
      const rest = text.replace(prefix, '');
      if (rest !== '' && !found.includes(rest)) found.push(rest);
    }
  }
  return found;
}

// A remark that looks like a row is one, behind the mark of a comment.
const withoutRemark = (line: string): readonly string[] =>
  [
    ...behind.map(remark => line.replace(remark, found => (looksLikeRow(found) ? found : ''))),
    upToLastEnd(line),
  ].filter(text => text !== line && text.trim() !== '');

const titles = /(?<![\w/])(?:Netid|State|Proto|COMMAND|USER|Recv-Q|PID)\b/;

/** The text before the first title of a header; "" where it is only blanks. */
export function headerPrefix(line: string): string {
  const at = line.search(titles);
  return at > 0 && line.slice(0, at).trim() !== '' ? line.slice(0, at) : '';
}
