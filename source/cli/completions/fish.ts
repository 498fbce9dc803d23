import {kebab} from '../option-spelling.ts';
import {allOptions, type OptionRecord, type Takes} from '../options-table.ts';

/** Options of fish's complete(1) for a value. */
function value(takes: Takes | undefined): string {
  switch (takes?.kind) {
    case undefined:
      return ' -x';
    case 'file':
      return ' -r -F';
    case 'one':
      return ` -x -a '${takes.words.join(' ')}'`;
    case 'reversible':
      return ` -x -a '${takes.words.flatMap(word => [word, `-${word}`]).join(' ')}'`;
    case 'list':
      return ` -x -a '(__fish_append , ${takes.words.join(' ')})'`;
  }
}

const line = (record: OptionRecord): string => {
  const short = record.short === undefined ? '' : ` -s ${record.short}`;
  const follows = record.value === undefined ? '' : value(record.takes);
  return `complete -c portwatch -l ${kebab(record.name)}${short}${follows} -d '${quoted(record.help)}'`;
};

const quoted = (text: string): string => text.replace(/[\\']/g, '\\$&');

/** Completion for fish(1). */
export function fishCompletion(): string {
  return ['# Completion of portwatch for fish.', 'complete -c portwatch -f', ...allOptions.map(line)].join('\n');
}
