/** Lines of a file that belong together: from one empty line to the next, counted from 1. */
type Paragraph = {readonly first: number; readonly last: number};

function paragraphsOf(text: string): readonly Paragraph[] {
  const paragraphs: Paragraph[] = [];
  let first = 1;
  for (const [index, line] of text.split('\n').entries()) {
    if (line !== '') continue;
    if (index + 1 > first) paragraphs.push({first, last: index});
    first = index + 2;
  }
  return paragraphs;
}

/**
 * Ranges of lines as Stryker's option `mutate` takes them: one in `oneIn` paragraphs of a file, as `next` draws them.
 */
export function sampleOf(
  file: string,
  text: string,
  oneIn: number,
  next: (below: number) => number,
): readonly string[] {
  const chosen = paragraphsOf(text).filter(() => next(oneIn) === 0);
  return chosen.map(({first, last}) => `${file}:${first}-${last}`);
}
