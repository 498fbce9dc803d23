import {ownSymbols} from '../../screens/text/own-symbols.ts';

/** The cells of a row: a character of one cell each, and the parameters of SGR (ECMA-48) that it is drawn with. */
export type RowCells = {readonly characters: string; readonly styles: readonly string[]};

/** Characters that are one cell wide in every terminal, and join no neighbour. */
const singles = new RegExp(`[ -~${ownSymbols}]+`, 'y');
const sequence = /\x1b\[([\d;]*)m/y;

type Style = {bold: boolean; dim: boolean; inverse: boolean; color: string};

/** The cells of a row; null where it has another character, or a sequence or style that is not known here. */
export function cellsOf(row: string): RowCells | null {
  const style: Style = {bold: false, dim: false, inverse: false, color: ''};
  let current = '';
  let characters = '';
  const styles: string[] = [];
  for (let at = 0; at < row.length; ) {
    singles.lastIndex = at;
    sequence.lastIndex = at;
    const text = singles.exec(row)?.[0] ?? '';
    const parameters = text === '' ? sequence.exec(row)?.[1] : undefined;
    if (text === '' && (parameters === undefined || !applied(style, parameters))) return null;
    if (parameters !== undefined) current = parametersOf(style);
    characters += text;
    for (let count = 0; count < text.length; count++) styles.push(current);
    at = text === '' ? sequence.lastIndex : singles.lastIndex;
  }
  return {characters, styles};
}

/** Changes a style by the parameters of one sequence. False where it is not known. */
function applied(style: Style, parameters: string): boolean {
  if (/^(?:3[0-7]|9[0-7]|38;5;\d+|38;2;\d+;\d+;\d+)$/.test(parameters)) style.color = parameters;
  else if (parameters === '1') style.bold = true;
  else if (parameters === '2') style.dim = true;
  else if (parameters === '7') style.inverse = true;
  else if (parameters === '22') Object.assign(style, {bold: false, dim: false});
  else if (parameters === '27') style.inverse = false;
  else if (parameters === '39') style.color = '';
  else return false;
  return true;
}

const parametersOf = ({bold, dim, inverse, color}: Style): string =>
  [bold ? '1' : [], dim ? '2' : [], inverse ? '7' : [], color === '' ? [] : color].flat().join(';');
