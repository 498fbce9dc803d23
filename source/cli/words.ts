import {longName, modeOptions, type OptionRecord, options} from './options-table.ts';
import {UsageError} from './usage-error.ts';

/**
 * The words of a command line, one to an option: by its long name, with `=` before its value. As getopt(3) has it, letters
 * may stand together, and an option that takes a value takes the next word, whatever that looks like. Throws UsageError.
 */
export function separateWords(argv: readonly string[]): readonly string[] {
  const rest = [...argv];
  const words: string[] = [];
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (word.startsWith('--') && word !== '--') words.push(longOption(word, rest));
    else if (/^-[^-]/.test(word)) words.push(...letters(word, rest));
    else throw new UsageError(nothingToDo((word === '--' ? rest[0] : undefined) ?? word));
  }
  return words;
}

const nothingToDo = (word: string): string => `there is nothing to do with "${word}": portwatch takes options only`;

const records: readonly OptionRecord[] = [...modeOptions, ...options];

function longOption(word: string, rest: string[]): string {
  const [name = '', value] = word.split(/=(.*)/s);
  const option = records.find(each => longName(each) === name);
  if (option?.value !== undefined) return `${name}=${value ?? nextWord(option, rest)}`;
  if (!option && !isNegated(name)) throw new UsageError(`unknown option ${name}`);
  if (value !== undefined) throw new UsageError(`${name} takes no value`);
  return name;
}

/** An empty value is refused where it is read, with what is allowed; where it is allowed itself, only one that is typed counts. */
function nextWord(option: OptionRecord, rest: string[]): string {
  const word = rest.shift();
  if (word === undefined && option.mayBeEmpty)
    throw new UsageError(`${longName(option)} needs a value, ${option.value}`);
  return word ?? '';
}

/** `--no-hide-loopback`: what a settings file says, unsaid. */
const isNegated = (name: string): boolean =>
  options.some(each => each.value === undefined && name === `--no-${longName(each).slice(2)}`);

/** `-tu4` as `--tcp --udp --ipv4`, `-li5` and `-li 5` as `--listening --interval=5`. */
function letters(word: string, rest: string[]): readonly string[] {
  const words: string[] = [];
  for (let index = 1; index < word.length; index++) {
    const letter = word.charAt(index);
    const option = records.find(({short}) => short === letter);
    if (letter === '=' && index > 1) throw new UsageError(`-${word.charAt(index - 1)} takes no value`);
    if (!option) throw new UsageError(`unknown option -${letter}`);
    if (option.value !== undefined) {
      const value = index + 1 < word.length ? word.slice(index + 1).replace(/^=/, '') : nextWord(option, rest);
      return [...words, `${longName(option)}=${value}`];
    }
    words.push(longName(option));
  }
  return words;
}
