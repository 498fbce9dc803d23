/**
 * Pieces of a man page in the macros of man(7). Text is plain, but that words within backticks are typed as they stand and are
 * bold. What comes out is ASCII: roff has no other letters unless it is told so.
 */

/** As many words as make a line of 80 characters, the longest that the style of man pages has, or a longer word. */
const words = /\S(?:.{0,78}\S|\S*)(?= |$)/g;

/** Characters that roff means otherwise (groff_char(7)). */
const signs: Readonly<Record<string, string>> = {
  '\\': '\\(rs',
  '^': '\\(ha',
  '~': '\\(ti',
  '`': '\\(ga',
  "'": '\\(aq',
  '"': '\\(dq',
};

const escaped = (text: string): string => text.replace(/[\\^~`'"]/g, sign => signs[sign] ?? sign);

/** In bold, as it is typed: a hyphen is the sign that a command line takes. */
export const typed = (text: string): string => `\\fB${escaped(text).replaceAll('-', '\\-')}\\fR`;

/** What stands for something else, in italics. */
export const placeholder = (text: string): string => `\\fI${escaped(text)}\\fR`;

/** Prose, each sentence on lines of its own; no line begins with what roff takes for a request. */
export function prose(text: string): string {
  const pieces = text.split('`').map((piece, index) => (index % 2 === 1 ? typed(piece) : escaped(piece)));
  const sentences = pieces.join('').split(/(?<=[.!?]) (?=[A-Z\\])/);
  const lines = sentences.flatMap(sentence => sentence.match(words) ?? []);
  return lines.map(line => line.replace(/^(?=[.'])/, '\\&')).join('\n');
}

export const paragraph = (text: string): string => `.PP\n${prose(text)}`;

/** A term, already in roff, and what it means. */
export const item = (term: string, meaning: string): string => `.TP\n${term}\n${prose(meaning)}`;

/** Lines as they are typed or shown. */
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

/** A part of the page; directly after its heading a paragraph needs no request of its own. */
export const section = (title: string, ...blocks: readonly string[]): string => headed('SH', title, blocks);
export const subsection = (title: string, ...blocks: readonly string[]): string => headed('SS', title, blocks);

function headed(request: string, title: string, blocks: readonly string[]): string {
  return [`.${request} ${escaped(title)}`, blocks.join('\n').replace(/^\.PP\n/, '')].join('\n');
}
