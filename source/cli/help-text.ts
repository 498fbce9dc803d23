import {columnIds} from '../app/table/column-widths.ts';
import {typed} from './option-spelling.ts';
import {modeOptions, type OptionRecord, options} from './options-table.ts';

/** The text of `--help`. */
export function helpText(): string {
  return [
    'portwatch: every socket of this host, and whether there is a reason why it may be safe',
    '',
    'Usage: portwatch [options]              live full-screen monitor',
    ...modeOptions.map(record => `       portwatch ${describe(record, 22)}`),
    '',
    'Options:',
    ...options.map(record => `  ${describe(record, 24)}`),
    '',
    `Columns: ${columnIds.join(', ')}.`,
    'Exit codes: 0 done, 1 --fail-on was reached, 2 could not do it, with the reason in one line.',
    'Keys: press ? in the monitor.',
  ].join('\n');
}

const describe = (record: OptionRecord, cells: number): string => `${typed(record).padEnd(cells)} ${record.help}`;
