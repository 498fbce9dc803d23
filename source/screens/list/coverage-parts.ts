import type {ListState, State} from '../../app/state/state.ts';
import {byState} from '../../app/table/groupings.ts';
import {countHidden, hiddenNotes, type Summary} from '../../app/table/summary.ts';
import {type WhyUnknown, whyUnknownWords} from '../../domain/known.ts';
import {type Span, span} from '../../domain/line.ts';
import type {NamespaceCounts, Problem, Snapshot, WhyUnreadNamespace} from '../../domain/snapshot.ts';
import {hostNotes} from '../../judge/host-notes.ts';
import {cut, steady} from '../text/fit.ts';
import type {LinePart} from '../text/parts.ts';
import type {Symbols} from '../text/symbols.ts';

/** The use of the lines: a screen with keys, or text that is printed. */
export type Medium = 'screen' | 'text';

/** The coverage of the list: owners that are known, rows that are hidden or filtered, and the problems of the poll. */
export function coverageParts(
  state: State,
  {summary, snapshot, hiddenLoopback, countBeforeFilter}: ListState,
  medium: Medium,
): readonly LinePart[] {
  const {typeFilter} = state;
  const hidden = countHidden(summary);
  const tone = typeFilter.hideLoopback ? 'strong' : 'dim';
  const loopback = [span(`${hiddenLoopback} loopback hidden`, tone)];
  return [
    {variants: ownerWords(summary, hidden), rank: 0},
    ...notAcceptedPart(summary),
    {
      variants: [
        typeFilter.hideLoopback && medium === 'screen' ? [...loopback, span(', L shows', tone)] : loopback,
        loopback,
      ],
      rank: 1,
    },
    ...filterPart(state, {summary, countBeforeFilter}, medium),
    ...typeFilterPart(typeFilter),
    ...hostNotes(snapshot.evidence).map(({text, brief}) => ({
      variants: [steady(text), brief, brief.slice(0, brief.indexOf(' '))].map(each => [span(each, 'learn')]),
      rank: 2,
    })),
    ...namespacesPart(snapshot.namespaces),
    ...baselinePart(snapshot.problems, medium),
    ...gapsPart(gapsOf(snapshot), state.settings.symbols, medium),
  ];
}

function ownerWords(summary: Summary, hidden: number): readonly (readonly Span[])[] {
  const {ownersKnown, ownersHidden} = summary;
  const whole = span(`owners known ${ownersKnown} of ${ownersKnown + hidden}`);
  const brief = span(`owners ${ownersKnown}/${ownersKnown + hidden}`, hidden > 0 ? 'learn' : 'normal');
  if (hidden === 0) return [[whole], [brief]];
  const reasons = Object.entries(ownersHidden).map(
    ([why, count]) => `${count} ${whyUnknownWords[why as WhyUnknown].short}`,
  );
  return [
    [whole, span(`: ${hiddenNotes(summary).join(', ')}`, 'learn')],
    [brief, span(`: ${reasons.join(', ')}`, 'learn')],
    [brief],
  ];
}

/** The connections in accept queues, which have no owner yet. */
const notAcceptedPart = ({notAccepted}: Summary): readonly LinePart[] =>
  notAccepted === 0 ? [] : [{variants: [[span(`${notAccepted} not accepted yet`)], []], rank: 2}];

const unreadWords: Readonly<Record<Exclude<WhyUnreadNamespace, 'not-asked'>, string>> = {
  'needs-root': 'need root',
  refused: 'refused',
  failed: 'failed',
  'no-process': 'without process',
};

/** The network namespaces, where there is more than one and the source reads them. */
function namespacesPart(counts: NamespaceCounts | undefined): readonly LinePart[] {
  if (counts === undefined || counts.found === 1) return [];
  const {found, unread} = counts;
  const missing = unread.reduce((sum, {count}) => sum + count, 0);
  const why = unread.map(({why: reason, count}) => `${count} ${unreadWords[reason as keyof typeof unreadWords]}`);
  const variants =
    missing === 0
      ? [`${found} network namespaces`, `${found} netns`]
      : [
          `${found - missing} of ${found} network namespaces read, ${why.join(', ')}`,
          `${found - missing}/${found} netns`,
        ];
  return [{variants: variants.map(text => [span(text, missing === 0 ? 'normal' : 'learn')]), rank: 2}];
}

/** A baseline that was not read, so that nothing below is compared with it; never left out, and whole where it fits. */
const baselinePart = (problems: readonly Problem[], medium: Medium): readonly LinePart[] =>
  problems
    .filter(({kind}) => kind === 'baseline')
    .map(({text}) => ({
      variants: [
        steady(text),
        // Without the directories of the file.
        steady(text.replace(/\/\S*\//, '')),
        `baseline not read${medium === 'screen' ? ', see ?' : ''}`,
        'no baseline',
      ].map(each => [span(each, 'error')]),
      rank: -1,
    }));

/** The problems that no other part of the header states. */
const gapsOf = ({problems, namespaces}: Snapshot): readonly Problem[] =>
  problems.filter(({kind}) => kind !== 'baseline' && !(kind === 'namespaces' && namespaces !== undefined));

/** The problems of the poll; in a narrow pane only their number, and the help lists them. */
function gapsPart(problems: readonly Problem[], {dot}: Symbols, medium: Medium): readonly LinePart[] {
  if (problems.length === 0) return [];
  const all = problems.map(({text}) => steady(text)).join(` ${dot} `);
  const gaps = problems.length === 1 ? '1 gap' : `${problems.length} gaps`;
  const brief =
    medium === 'screen' ? [`${gaps} in this list, ? shows them`, `${gaps}, see ?`] : [`${gaps} in this list`, gaps];
  return [
    {
      variants: [all, ...brief].map(text => [span(text, 'learn')]),
      rank: 3,
    },
  ];
}

/** The cells of a long filter in a narrow header. */
const briefFilterCells = 18;

/** The filter with the number of matching sockets; grouping and order, where they are not the usual ones. */
function filterPart(
  {filter, sort, grouping, settings: {symbols}}: State,
  {summary, countBeforeFilter}: Pick<ListState, 'summary' | 'countBeforeFilter'>,
  medium: Medium,
): readonly LinePart[] {
  const text = steady(filter.query.text);
  const matching = `${summary.sockets} of ${countBeforeFilter}`;
  const variant = (query: string, words: string): readonly Span[] => [
    span(medium === 'screen' ? `/${query}` : `filter ${query}`.trimEnd(), 'accent'),
    span(words, 'strong'),
  ];
  const brief = cut(text, briefFilterCells, symbols.ellipsis);
  const group = grouping === byState.id ? [] : [grouping];
  const column = sort === null ? [] : [`${sort.column}${sort.reversed ? ' reversed' : ''}`];
  const order = [...group.map(id => `grouped by ${id}`), ...column.map(id => `sorted by ${id}`)].join(', ');
  const briefOrder = `by ${[...group, ...column].join(', ')}`;
  return [
    ...(text === ''
      ? []
      : [
          {
            variants: [
              variant(text, ` keeps ${matching}`),
              variant(text, ` ${matching}`),
              variant(brief, ` ${matching}`),
              variant('', ` ${matching}`),
            ],
            rank: -1,
          },
        ]),
    ...(order === '' ? [] : [{variants: [[span(order, 'strong')], [span(briefOrder, 'strong')], []], rank: 2}]),
  ];
}

/**
 * The types of sockets that the type filter passes. Both families together exclude just packet sockets, which have
 * none.
 */
function typeFilterPart({protocols, families, listening}: State['typeFilter']): readonly LinePart[] {
  const isBoth = families.size === 2;
  const family = isBoth ? [] : [...families].map(version => `IPv${version}`);
  const only = [...protocols, ...family, ...(listening ? ['listening'] : [])];
  const text = [
    ...(only.length === 0 ? [] : [`only ${only.join(', ')}`]),
    ...(isBoth && protocols.size === 0 ? ['no packet sockets'] : []),
  ].join(', ');
  return text === '' ? [] : [{variants: [[span(text, 'strong')]], rank: 2}];
}
