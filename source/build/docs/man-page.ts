import type {Mode} from '../../app/keys/binding.ts';
import {bindingsOf} from '../../app/keys/bindings.ts';
import {writeKey} from '../../app/keys/write-key.ts';
import {metrics} from '../../app/metrics/metrics.ts';
import {columns} from '../../app/table/columns.ts';
import {reportKinds} from '../../app/table/drift-report.ts';
import {fields} from '../../app/table/filter/fields.ts';
import {logKinds} from '../../app/table/log/log-kinds.ts';
import {placeholderOf, spellings} from '../../cli/option-spelling.ts';
import {allOptions, modeOptions, type OptionRecord} from '../../cli/options-table.ts';
import {type SettingName, settingNames, settings} from '../../cli/settings.ts';
import {rules} from '../../judge/rules/index.ts';
import {verdictHelp} from '../../screens/help/help-lines.ts';
import {type FleetQuery, fleetQueries} from './fleet-queries.ts';
import * as words from './man-words.ts';
import {type Recipe, recipes} from './recipes.ts';
import {example, item, paragraph, placeholder, section, subsection, typed} from './roff.ts';

/** portwatch(1) in roff, from tables of the program; `date` is the day of the build, as 2026-11-21. */
export function manPage(version: string, date: string): string {
  return [
    `.TH PORTWATCH 1 ${date} "portwatch ${version}" "User Commands"`,
    // Commands are easier to read where no line is stretched and no word is broken.
    '.nh\n.ad l',
    section('NAME', `portwatch \\- ${words.name}`),
    section('SYNOPSIS', synopsis()),
    section('DESCRIPTION', ...words.description),
    section(
      'VERDICTS',
      ...verdictHelp.map(([verdict, meaning]) => item(typed(verdict), sentence(meaning))),
      ...words.verdicts,
    ),
    section('OPTIONS', ...words.options, ...allOptions.map(optionItem)),
    section(
      'KEYS',
      ...words.keys,
      ...Object.entries(keySections).map(([mode, title]) => keySection(mode as Mode, title)),
    ),
    section('BASELINE', ...words.baseline, ...differences, ...words.baselineLimits),
    section('FILTER', ...words.filter, ...fields.map(fieldItem), ...words.filterExamples),
    section('COLUMNS', ...words.columns, ...columns.map(({id, title, help}) => item(typed(id), `${title}: ${help}.`))),
    section('SETTINGS', ...words.settings, ...settingNames.map(settingItem)),
    section('RULES', ...words.rules, ...rules.map(({id, title, verdict}) => item(typed(id), `${title}: ${verdict}.`))),
    section('EXIT STATUS', ...words.exitStatus),
    section('ENVIRONMENT', ...words.environment),
    section('FILES', ...words.files),
    section('LOG', ...words.log, ...logKinds.map(({words: term, means}) => item(typed(term), sentence(means)))),
    section('METRICS', ...words.metrics, ...metrics.map(({name, help}) => item(typed(name), help))),
    section('EXAMPLES', ...words.examples),
    section('EQUAL PARTS ONCE', ...words.normalized),
    section('FLEETS', ...words.fleets, ...fleetQueries.flatMap(queryBlocks)),
    section('ENGINES', ...words.engines, ...recipes.map(recipeSection)),
    section('NOTES', ...words.notes),
    section('SEE ALSO', words.seeAlso),
    '',
  ].join('\n');
}

function synopsis(): string {
  const forms = modeOptions.map(record => `${typed('portwatch')} ${optionTerm(record)}`);
  return [`${typed('portwatch')} [${placeholder('options')}]`, ...forms].join('\n.br\n');
}

/** `-i, --interval seconds`, the value in italics. */
function optionTerm(record: OptionRecord): string {
  const names = spellings(record).map(typed).join(', ');
  if (record.value === undefined) return names;
  const value = placeholder(placeholderOf(record.value));
  return `${names} ${record.mayBeAbsent ? `[${value}]` : value}`;
}

const optionItem = (record: OptionRecord): string => item(optionTerm(record), sentence(record.help));

const differences = Object.entries(reportKinds).map(([kind, meaning]) => item(typed(kind), sentence(meaning)));

const queryBlocks = ({words: text, sql}: FleetQuery): readonly string[] => [
  paragraph(`${text}:`),
  example(...sql.split('\n')),
];

const recipeSection = ({engine, line, words: text, files}: Recipe): string =>
  subsection(
    engine,
    example(line),
    paragraph(text),
    ...files.flatMap(file => [paragraph(`\`${file.name}\`:`), example(...file.text.split('\n'))]),
  );

const keySections: Readonly<Record<Mode, string>> = {
  list: 'In the list',
  detail: 'In the detail of a socket',
  closed: 'In the closed sockets',
  drift: 'In the differences from the baseline',
  help: 'In the help',
  filter: 'While a filter is typed',
  export: 'Before a file is written',
  accept: 'While the note of an acceptance is typed',
  confirm: 'Before a process is ended, a connection closed, or the baseline changed',
};

const keySection = (mode: Mode, title: string): string =>
  subsection(
    title,
    ...bindingsOf(mode).map(({keys, help}) =>
      item(keys.map(key => typed(writeKey(key, true))).join(', '), sentence(help)),
    ),
  );

function fieldItem(field: (typeof fields)[number]): string {
  const oneOf = field.kind === 'word' ? `: one of ${field.words.map(word => `\`${word}\``).join(', ')}` : '';
  return item(typed(`${field.name}:`), sentence(`${field.help}${oneOf}`));
}

function settingItem<Name extends SettingName>(name: Name): string {
  const {key, allowed, show, fallback} = settings[name];
  const usual = typeof fallback === 'object' ? '' : `; default \`${show(fallback)}\``;
  return item(typed(key), sentence(`takes ${allowed}${usual}`));
}

/** The text with a capital at its start and a stop at its end. */
function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${text.endsWith('.') ? '' : '.'}`;
}
