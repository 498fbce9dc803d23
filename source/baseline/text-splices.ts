/** A part of a text, end exclusive, and the text in its place. */
export type Splice = {readonly start: number; readonly end: number; readonly text: string};

/** The text after these changes; where two parts overlap, both are taken out. */
export function spliced(text: string, splices: readonly Splice[]): string {
  let at = 0;
  let done = '';
  for (const {start, end, text: inserted} of [...splices].sort((a, b) => a.start - b.start)) {
    done += text.slice(at, Math.max(at, start)) + inserted;
    at = Math.max(at, end);
  }
  return done + text.slice(at);
}

/** The line end after an offset, or the last one before; LF where there is none. */
export function breakAt(text: string, offset: number): string {
  const next = text.indexOf('\n', offset);
  const at = next === -1 ? text.lastIndexOf('\n') : next;
  return at > 0 && text[at - 1] === '\r' ? '\r\n' : '\n';
}

/** Where the line of an offset starts. */
export const startOfLine = (text: string, offset: number): number =>
  offset === 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1;

/** Where the line after an offset starts; the end of the text where there is none. */
export function nextLine(text: string, offset: number): number {
  const at = text.indexOf('\n', offset);
  return at === -1 ? text.length : at + 1;
}

/** Where the line of an offset ends, without its line break. */
export function endOfLine(text: string, offset: number): number {
  const next = text.indexOf('\n', offset);
  if (next === -1) return text.length;
  return text[next - 1] === '\r' && next > offset ? next - 1 : next;
}

/** The text before an offset on its line. */
export const indentOf = (text: string, start: number): string => text.slice(startOfLine(text, start), start);
