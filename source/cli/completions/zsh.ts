import {spellings} from '../option-spelling.ts';
import {allOptions, modeOptions, type OptionRecord} from '../options-table.ts';

/** What _arguments of zshcompsys(1) takes for a value, after the name it has in messages. */
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

/** A specification of _arguments: how it is spelled, what it excludes, what it means, what follows. */
function specification(record: OptionRecord): string {
  const names = spellings(record);
  const isMode = modeOptions.includes(record);
  const excluded = isMode ? modeOptions.flatMap(spellings) : names;
  const value = record.value === undefined ? '' : `:${quoted(record.value.replace(/[<>]/g, ''))}:${action(record)}`;
  const tail = (name: string): string =>
    record.value === undefined ? name : name.startsWith('--') ? `${name}=` : `${name}+`;
  return names.map(name => `    '(${excluded.join(' ')})${tail(name)}[${quoted(record.help)}]${value}'`).join(' \\\n');
}

/** Within single quotes, brackets and colons of _arguments. */
const quoted = (text: string): string => text.replace(/[\\[\]:]/g, '\\$&').replaceAll("'", "'\\''");

/** Completion for zsh(1): a file of its fpath, or read by `source` once compinit has run. */
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
