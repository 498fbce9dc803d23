import {placeholderOf, spellings} from '../option-spelling.ts';
import {allOptions, modeOptions, type OptionRecord} from '../options-table.ts';

/** The action of a value for _arguments (zshcompsys(1)). */
function action({takes}: OptionRecord): string {
  switch (takes?.kind) {
    case undefined:
      return ' ';
    case 'file':
      return '_files';
    case 'one':
      return `(${takes.words.join(' ')})`;
    case 'reversible':
      return `(${takes.words.flatMap(word => [word, `-${word}`]).join(' ')})`;
    case 'list':
      return `_sequence compadd - ${takes.words.join(' ')}`;
  }
}

/** Specifications of an option for _arguments: the options it excludes, spelling, help, value. */
function specification(record: OptionRecord): string {
  const names = spellings(record);
  const isMode = modeOptions.includes(record);
  const excluded = isMode ? modeOptions.flatMap(spellings) : names;
  const colons = record.mayBeAbsent ? '::' : ':';
  const value = record.value === undefined ? '' : `${colons}${quoted(placeholderOf(record.value))}:${action(record)}`;
  const tail = (name: string): string =>
    record.value === undefined ? name : name.startsWith('--') ? `${name}=` : `${name}+`;
  return names.map(name => `    '(${excluded.join(' ')})${tail(name)}[${quoted(record.help)}]${value}'`).join(' \\\n');
}

/** Text for use within the single quotes, brackets and colons of _arguments. */
const quoted = (text: string): string => text.replace(/[\\[\]:]/g, '\\$&').replaceAll("'", "'\\''");

/** Completion for zsh(1): a file of its fpath, or a script to `source` after compinit. */
export function zshCompletion(): string {
  return `#compdef portwatch
# Completion of portwatch for zsh.
_portwatch() {
  _arguments -s -S \\
${allOptions.map(specification).join(' \\\n')}
}
if [[ $funcstack[1] == _portwatch ]]; then
  _portwatch "$@"
else
  compdef _portwatch portwatch
fi`;
}
