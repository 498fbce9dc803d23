import {checkWords} from '../../judge/checks/index.ts';
import {rules} from '../../judge/rules/index.ts';
import type {Condition, RuleWords} from '../../judge/rules/rule.ts';
import {wrap} from '../../screens/text/fit.ts';

/** The text of `--rules`: every rule, in the order in which they are tried, and every check; wrapped to the cells. */
export const rulesText = (cells: number): string =>
  `${allRules(cells)}\n\nChecks of each socket\n\n${allChecks(cells)}`;

const allChecks = (cells: number): string =>
  checkWords
    .map(({id, fails, leads}) => [`${id}  (${leads})`, ...item('fails where', fails, cells)].join('\n'))
    .join('\n\n');

function allRules(cells: number): string {
  return rules
    .map(({id, title, verdict, source, when, expects, softenedBy, reason, caveat, inNetns}) =>
      [
        `${id}  (${verdict})`,
        ...item('title', title, cells),
        ...item('source', `"${source.document}": ${source.passage}`, cells),
        ...item('applies when', when.length === 0 ? 'no other rule does' : when.map(asked).join('; '), cells),
        ...item('reason', reason, cells),
        ...(caveat === '' ? [] : item('caveat', caveat, cells)),
        ...(inNetns ? item('namespaces', inNetnsText(inNetns), cells) : []),
        ...(softenedBy
          ? item('eased', `learn, once one of these is verified as its owner: ${softenedBy.join(', ')}`, cells)
          : []),
        ...item('owners', expects ? `${expects.programs.join(', ')}; another: ${expects.leads}` : 'any', cells),
      ].join('\n'),
    )
    .join('\n\n');
}

/** The words for sockets of other network namespaces, where they differ. */
const inNetnsText = ({title, reason, caveat}: Partial<RuleWords>): string =>
  ['Of a socket of another network namespace:', title && `${title}.`, reason, caveat].filter(Boolean).join(' ');

/** A saved text may not show who opened a connection. */
const asked = ({asks, needsDirection}: Condition): string =>
  needsDirection ? `${asks} (not where the direction is unknown)` : asks;

function item(label: string, text: string, cells: number): readonly string[] {
  const [first = '', ...rest] = wrap(text, Math.max(20, cells - 16));
  return [`  ${label.padEnd(14)}${first}`, ...rest.map(part => `${' '.repeat(16)}${part}`)];
}
