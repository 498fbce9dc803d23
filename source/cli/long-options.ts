import {kebab, longName, spellings} from './option-spelling.ts';
import {allOptions, type OptionRecord, options} from './options-table.ts';
import {UsageError} from './usage-error.ts';

const bySpelling: ReadonlyMap<string, OptionRecord> = new Map(
  allOptions.flatMap(option => spellings(option).map(spelling => [spelling, option] as const)),
);

/** Negated switches: `--no-hide-loopback` overrides a settings file. */
const negations: ReadonlySet<string> = new Set(
  options.filter(({value}) => value === undefined).map(({name}) => `--no-${kebab(name)}`),
);

/**
 * Spells a command line with one word for each option, `--name` or `--name=value`, for meow to parse. By getopt(3),
 * only the option decides whether the next word is its value, and letters may stand together; meow takes the next word
 * as a value where it has no hyphen, or is `true` or `false`. Throws UsageError for a word that spells no option, for a
 * missing value, and for a value after a switch.
 */
export function toLongOptions(argv: readonly string[]): readonly string[] {
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

function longOption(word: string, rest: string[]): string {
  const [name = '', value] = word.split(/=(.*)/s);
  const option = bySpelling.get(name);
  if (option?.value !== undefined) return withValue(option, value ?? nextValue(option, rest));
  if (!option && !negations.has(name)) throw new UsageError(`unknown option ${name}`);
  if (value !== undefined) throw new UsageError(`${name} takes no value`);
  return name;
}

/** `-tu4` as `--tcp --udp --ipv4`, `-li5` and `-li 5` as `--listening --interval=5`. */
function letters(word: string, rest: string[]): readonly string[] {
  const words: string[] = [];
  for (let index = 1; index < word.length; index++) {
    const letter = word.charAt(index);
    if (letter === '=' && index > 1) throw new UsageError(`-${word.charAt(index - 1)} takes no value`);
    const option = bySpelling.get(`-${letter}`);
    if (!option) throw new UsageError(`unknown option -${letter}`);
    if (option.value === undefined) {
      words.push(longName(option));
      continue;
    }
    const attached = word.slice(index + 1).replace(/^=/, '');
    return [...words, withValue(option, index + 1 < word.length ? attached : nextValue(option, rest))];
  }
  return words;
}

/** Takes the value from the next words. Of a value that may be absent, a word that looks like an option is none. */
function nextValue({mayBeAbsent}: OptionRecord, rest: string[]): string | undefined {
  const isAbsent = rest[0] === undefined || /^-./.test(rest[0]);
  return mayBeAbsent && isAbsent ? '-' : rest.shift();
}

/**
 * A missing value counts as empty, and the reader of the option refuses it; where empty is allowed, the user must type
 * it.
 */
function withValue(option: OptionRecord, value: string | undefined): string {
  if (value === undefined && option.mayBeEmpty)
    throw new UsageError(`${longName(option)} needs a value, ${option.value}`);
  return `${longName(option)}=${value ?? ''}`;
}
