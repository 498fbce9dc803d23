import type {Mode} from '../../app/keys/binding.ts';
import {bindingsOf} from '../../app/keys/bindings.ts';
import {writeKey} from '../../app/keys/write-key.ts';
import {columns} from '../../app/table/columns.ts';
import {typed} from '../../cli/option-spelling.ts';
import {allOptions} from '../../cli/options-table.ts';
import {rules} from '../../judge/rules/index.ts';
import {dependencies} from './dependencies.ts';

/** Tables of the readme that come from the program's own, by the name of their place in it. */
export const readmeTables: Readonly<Record<string, () => string>> = {
  'keys of the list': () => keyTable('list'),
  'keys of the detail': () => keyTable('detail'),
  options: () =>
    table(
      ['option', 'meaning'],
      allOptions.map(record => [`\`${typed(record)}\``, record.help]),
    ),
  columns: () =>
    table(
      ['column', 'meaning'],
      columns.map(({title, help}) => [title, help]),
    ),
  dependencies: () =>
    table(
      ['dependency', 'use', 'why'],
      Object.entries(dependencies).flatMap(([use, reasons]) =>
        Object.entries(reasons).map(([name, why]) => [`\`${name}\``, use, why]),
      ),
    ),
  rules: () =>
    table(
      ['rule', 'verdict', 'source', 'in a few words'],
      rules.map(({id, verdict, source, why}) => [`\`${id}\``, verdict, `${source.document}: ${source.passage}`, why]),
    ),
};

const keyTable = (mode: Mode): string =>
  table(
    ['keys', 'action'],
    bindingsOf(mode).map(({keys, help}) => [keys.map(key => `\`${writeKey(key)}\``).join(' '), help]),
  );

function table(titles: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [titles, titles.map(() => '---'), ...rows];
  return lines.map(cells => `| ${cells.map(cell => cell.replaceAll('|', '\\|')).join(' | ')} |`).join('\n');
}

/** Puts each table between its marks, `<!-- table: NAME -->` and `<!-- end -->`; throws on a name that is no table. */
export function withTables(text: string): string {
  return text.replace(/(<!-- table: (.*?) -->\n).*?(<!-- end -->)/gs, (_, start: string, name: string, end: string) => {
    const make = readmeTables[name];
    if (!make) throw new Error(`the readme asks for a table "${name}", which there is not`);
    return `${start}\n${make()}\n\n${end}`;
  });
}
