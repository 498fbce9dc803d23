import {toLongOptions} from './long-options.ts';
import {kebab} from './option-spelling.ts';
import {allOptions, type Flags} from './options-table.ts';
import {UsageError} from './usage-error.ts';

/** Reads the words after node and script by the table of options. Rejects with UsageError. */
export async function parseFlags(argv: readonly string[]): Promise<Flags> {
  // A command line without options saves the loading of meow, a tenth of a start.
  if (argv.length === 0) return {};
  const words = toLongOptions(argv);
  const {default: meow} = await import('meow');
  try {
    const {color, ...flags} = meow({
      importMeta: {url: import.meta.url} as ImportMeta,
      pkg: {name: 'portwatch'},
      argv: words,
      autoHelp: false,
      autoVersion: false,
      booleanDefault: undefined,
      flags: meowFlags,
    }).flags;
    // `--no-color` has a record of its own; for meow it is a negated `--color`.
    return color === false ? {...flags, noColor: true} : flags;
  } catch (error) {
    const twice = error instanceof Error && error.message.match(/^The flag --(\w+) can only be set once/)?.[1];
    throw twice ? new UsageError(`option --${kebab(twice)} can be given only once`) : error;
  }
}

const meowFlags: Readonly<Record<string, {readonly type: 'boolean' | 'string'}>> = Object.fromEntries(
  allOptions.map(({name, value}) => [name, {type: value === undefined ? 'boolean' : 'string'}]),
);
