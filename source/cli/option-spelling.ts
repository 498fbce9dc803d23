import type {OptionRecord} from './options-table.ts';

/** `hideLoopback` as `hide-loopback`. */
export const kebab = (name: string): string => name.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`);

/** `--hide-loopback`. */
export const longName = ({name}: OptionRecord): string => `--${kebab(name)}`;

/** Every way to type the name of an option: `-L` and `--hide-loopback`. */
export const spellings = (record: OptionRecord): readonly string[] =>
  record.short === undefined ? [longName(record)] : [`-${record.short}`, longName(record)];

/** `file` of the value `<file>` or `[file]`. */
export const placeholderOf = (value: string): string => value.replace(/[<>[\]]/g, '');

/** `-L, --hide-loopback` as it is typed. */
export function typed(record: OptionRecord): string {
  const {short, value} = record;
  const both =
    short === undefined ? longName(record) : /\d/.test(short) ? `-${short}` : `-${short}, ${longName(record)}`;
  return value === undefined ? both : `${both} ${value}`;
}
