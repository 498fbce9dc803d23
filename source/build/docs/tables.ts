import type {Mode} from '../../app/keys/binding.ts';
import {bindingsOf} from '../../app/keys/bindings.ts';
import {writeKey} from '../../app/keys/write-key.ts';
import {metrics} from '../../app/metrics/metrics.ts';
import {columns} from '../../app/table/columns.ts';
import {logKinds} from '../../app/table/log/log-kinds.ts';
import {typed} from '../../cli/option-spelling.ts';
import {allOptions} from '../../cli/options-table.ts';
import {rules} from '../../judge/rules/index.ts';
import {verdictHelp} from '../../screens/help/help-lines.ts';
import {wrap} from '../../screens/text/fit.ts';
import {unicodeSymbols} from '../../screens/text/symbols.ts';
import {dependencies} from './dependencies.ts';
import {duckDb, fleetQueries} from './fleet-queries.ts';
import {type Recipe, recipes} from './recipes.ts';
import {columnsByWidth, savedFormats} from './sentences.ts';
import {systemRows} from './systems.ts';
import {table} from './table.ts';

/** Parts of sentences in the readme that come from tables of the program, by the name of their place. */
export const readmeTexts: Readonly<Record<string, () => string>> = {
  'columns by width': columnsByWidth,
  'saved formats': savedFormats,
};

/** Tables of the readme that come from tables of the program, by the name of their place. */
export const readmeTables: Readonly<Record<string, () => string>> = {
  'keys of the list': () => keyTable('list'),
  'keys of the detail': () => keyTable('detail'),
  verdicts: () =>
    table(
      ['verdict', 'means'],
      verdictHelp.map(([verdict, meaning]) => [`\`${unicodeSymbols.verdict[verdict]} ${verdict}\``, meaning]),
    ),
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
  log: () =>
    table(
      ['line begins with', 'where'],
      logKinds.map(({words, means}) => [`\`${words}\``, means]),
    ),
  fleet: () => fleetQueries.map(({words, sql}) => `${words}:\n\n\`\`\`sql\n${sql}\n\`\`\``).join('\n\n'),
  metrics: () =>
    table(
      ['metric', 'meaning'],
      metrics.map(({name, help}) => [`\`${name}\``, help]),
    ),
  engines: () =>
    table(
      ['engine', 'line', 'tried with'],
      [...recipes, duckDb].map(({engine, line, tried}) => [engine, `\`${line}\``, tried ?? 'not tried']),
    ),
  recipes: () => recipes.map(recipeText).join('\n\n'),
  systems: () => table(['system', 'sockets', 'owners', 'not reported'], systemRows()),
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

function recipeText({engine, line, words, files}: Recipe): string {
  const fences = files.map(({name, language, text}) => `\`${name}\`:\n\n\`\`\`${language}\n${text}\n\`\`\``);
  return [wrap(`**${engine}**: \`${line}\`. ${words}`, maxProse).join('\n'), ...fences].join('\n\n');
}

const keyTable = (mode: Mode): string =>
  table(
    ['keys', 'action'],
    bindingsOf(mode).map(({keys, help}) => [keys.map(key => `\`${writeKey(key)}\``).join(' '), help]),
  );

/** Where prose is broken. */
const maxProse = 150;

/** Where a part of a sentence is broken, with the mark before it on the same line. */
const maxText = 90;

/**
 * Puts each table between its marks, `<!-- table: NAME -->` and `<!-- end -->`, and each part of a sentence between
 * `<!-- text: NAME -->` and `<!-- end -->`. Throws for a name that no table has.
 */
export function withTables(text: string, tables = readmeTables): string {
  const between = (kind: string) => new RegExp(`(<!-- ${kind}: (.*?) -->).*?(<!-- end -->)`, 'gs');
  return text
    .replace(between('table'), (_, start, name, end) => `${start}\n\n${made(tables, name)}\n\n${end}`)
    .replace(
      between('text'),
      (_, start, name, end) => `${start}${wrap(made(readmeTexts, name), maxText).join('\n')}${end}`,
    );
}

function made(all: Readonly<Record<string, () => string>>, name: string): string {
  const make = all[name];
  if (!make) throw new Error(`the readme asks for "${name}", which there is not`);
  return make();
}
