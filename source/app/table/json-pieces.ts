/** A member of a document that is a long list: the text of each item is made when it is written. */
type List = {readonly name: string; readonly texts: Iterable<string>};

/**
 * The text of a document in pieces: the members of `head`, of which there is one or more, as
 * `JSON.stringify(head, null, 2)` writes them, then each list, with an item a piece; and the end of its last line.
 */
export function* jsonPieces(head: object, lists: readonly List[]): Generator<string> {
  yield JSON.stringify(head, null, 2).slice(0, -'\n}'.length);
  for (const {name, texts} of lists) {
    yield `,\n  "${name}": [`;
    let before = '';
    for (const text of texts) {
      yield `${before}\n    ${text}`;
      before = ',';
    }
    yield before === '' ? ']' : '\n  ]';
  }
  yield '\n}\n';
}
