/**
 * Pieces of a man page in the macros of man(7). Their texts are plain, with words to type in backticks, which become
 * bold. The result is ASCII, which every roff takes without options.
 */

/** As many words as fit a line of 80 characters (man-pages(7)), or one longer word. */
const words = /\S(?:.{0,78}\S|\S*)(?= |$)/g;

/** Characters that have another meaning in roff, or another glyph (groff_char(7)). */
const signs: Readonly<Record<string, string>> = {
  '\\': '\\(rs',
  '^': '\\(ha',
  '~': '\\(ti',
  '`': '\\(ga',
  "'": '\\(aq',
  '"': '\\(dq',
};

const escaped = (text: string): string => text.replace(/[\\^~`'"]/g, sign => signs[sign] ?? sign);

/** Words to type, in bold, with hyphens that can be copied to a command line. */
export const typed = (text: string): string => `\\fB${escaped(text).replaceAll('-', '\\-')}\\fR`;

/** A placeholder, in italics. */
export const placeholder = (text: string): string => `\\fI${escaped(text)}\\fR`;

/** Prose, each sentence on lines of its own; no line begins like a request of roff. */
export function prose(text: string): string {
  const pieces = text.split('`').map((piece, index) => (index % 2 === 1 ? typed(piece) : escaped(piece)));
  const sentences = pieces.join('').split(/(?<=[.!?]) (?=[A-Z\\])/);
  const lines = sentences.flatMap(sentence => sentence.match(words) ?? []);
  return lines.map(line => line.replace(/^(?=[.'])/, '\\&')).join('\n');
}

/** A paragraph, whose text may stand in several lines of source. */
export const paragraph = (...parts: readonly string[]): string => `.PP\n${prose(parts.join(' '))}`;

/** A term, already in roff, and its meaning. */
export const item = (term: string, meaning: string): string => `.TP\n${term}\n${prose(meaning)}`;

/** Lines of an example, unchanged. */
export const example = (...lines: readonly string[]): string =>
  [
    '.PP',
    '.RS 4',
    '.EX',
    ...lines.map(line =>
      escaped(line)
        .replaceAll('-', '\\-')
        .replace(/^(?=\.)/, '\\&'),
    ),
    '.EE',
    '.RE',
  ].join('\n');

/** A section with its blocks; the first paragraph after a heading needs no request of its own. */
export const section = (title: string, ...blocks: readonly string[]): string => headed('SH', title, blocks);
export const subsection = (title: string, ...blocks: readonly string[]): string => headed('SS', title, blocks);

function headed(request: string, title: string, blocks: readonly string[]): string {
  return [`.${request} ${escaped(title)}`, blocks.join('\n').replace(/^\.PP\n/, '')].join('\n');
}
