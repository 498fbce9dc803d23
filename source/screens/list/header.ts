import type {ListState, State} from '../../app/state/state.ts';
import {byState} from '../../app/table/groupings.ts';
import {countHidden, hiddenNotes, type Summary} from '../../app/table/summary.ts';
import {type WhyUnknown, whyUnknownWords} from '../../domain/known.ts';
import {type Line, line, type Span, span} from '../../domain/line.ts';
import type {Problem} from '../../domain/snapshot.ts';
import {verdicts} from '../../domain/verdict.ts';
import {cut, steady} from '../text/fit.ts';
import {atEdges, joinParts, lineWidth, type Part} from '../text/parts.ts';
import type {Symbols} from '../text/symbols.ts';
import {clockTime, duration} from '../text/time.ts';
import {loadLine} from './load.ts';

/** What the lines are for: a screen with keys, or text that is kept. */
type Medium = 'screen' | 'text';

/**
 * The lines above the table: where and when, how many and how assessed, what was not seen. A poll that failed takes the
 * last line there is, and the totals or the time go before it does. Text names no keys.
 */
export function headerLines(state: State, count: number, medium: Medium = 'screen'): readonly Line[] {
  const {size, settings, list} = state;
  const {symbols} = settings;
  const separator = ` ${symbols.dot} `;
  const first = firstLine(state);
  const failure = failureLines(state);
  if (!list) {
    const waiting = line(span('reading the sockets of this host', 'dim'));
    return headOf(failure.length > 0 ? [first] : [first, waiting], failure, count);
  }
  const totals = joinParts(totalParts(list.summary, symbols), size.columns, separator);
  const unseen = joinParts(unseenParts(state, list, medium), size.columns, separator);
  return headOf(failure.length > 0 ? [first, totals] : [first, totals, unseen], failure, count);
}

/** Exactly `count` lines that end with `last`. */
function headOf(lines: readonly Line[], last: readonly Line[], count: number): readonly Line[] {
  const room = Math.max(0, count - last.length);
  return [...Array.from({length: room}, (_, index) => lines[index] ?? line()), ...last.slice(0, count)];
}

/** Time last, at the right edge: a poll in which nothing changed then draws only the figures of the clock again. */
function firstLine(state: State): Line {
  const {list, size, load, settings} = state;
  const parts = whereParts(state);
  if (!list) return joinParts(parts, size.columns, '  ');
  const time = span(clockTime(list.snapshot.takenAt));
  if (!Number.isFinite(size.columns)) return joinParts([...parts, {says: [[time]], rank: 0}], size.columns, '  ');
  const where = joinParts(parts, size.columns - time.text.length - 2, '  ');
  const loads = loadLine(load, settings.symbols, size.columns - lineWidth(where) - time.text.length - 4).spans;
  return atEdges(where, line(...loads, ...(loads.length > 0 ? [span('  ')] : []), time), size.columns);
}

function whereParts({list, osName, settings, pausedAt, now}: State): readonly Part[] {
  const name: Part = {says: [[span('portwatch', 'accent')]], rank: 3};
  if (!list) return [name];
  const {host, source, takenAt} = list.snapshot;
  const bareHost = [span(steady(host), 'strong')];
  const fullHost = osName ? [...bareHost, span(` (${steady(osName)})`, 'dim')] : bareHost;
  const every = settings.interval === null ? [] : everySpans(settings.interval, list.snapshot.took / 1000);
  const age = duration(now - takenAt);
  const paused = [
    [span(' PAUSED ', 'alert'), span(` data ${age} old, p resumes`, 'strong')],
    [span(' PAUSED ', 'alert'), span(` ${age} old`, 'strong')],
  ];
  return [
    name,
    {says: [fullHost, bareHost], rank: 1},
    {says: [source === 'saved' ? [] : [span(source)]], rank: 2},
    {says: pausedAt === null ? [every, []] : paused, rank: pausedAt === null ? 4 : 0},
  ];
}

/** How often one polls; a poll that takes more than half the interval delays the next, and that is said. */
const everySpans = (interval: number, took: number): readonly Span[] =>
  took > interval / 2
    ? [span(`a refresh takes ${took.toFixed(1)} s, so every ${(took + interval / 2).toFixed(1)} s`, 'learn')]
    : [span(`every ${interval} s`, 'dim')];

function totalParts(
  {sockets, verdicts: counts, exposedListeners, exposedExplained}: Summary,
  symbols: Symbols,
): readonly Part[] {
  const exposed = span(
    `${exposedListeners} exposed ${exposedListeners === 1 ? 'listener' : 'listeners'}`,
    exposedListeners > 0 ? 'strong' : 'normal',
  );
  const marks = verdicts.map(verdict => span(`${symbols.verdict[verdict]} ${counts[verdict]}`, verdict));
  const words = verdicts.map(verdict => span(`${symbols.verdict[verdict]} ${counts[verdict]} ${verdict}`, verdict));
  return [
    {says: [[span(String(sockets), 'strong'), span(sockets === 1 ? ' socket' : ' sockets')]], rank: 1},
    {says: [spaced(words), spaced(marks)], rank: 0},
    {says: [[exposed, span(`, ${exposedExplained} of them explained`)], [exposed]], rank: 2},
  ];
}

/** What a poll did not see: a clean screen from a blind run must not look clean. */
function unseenParts(
  state: State,
  {summary, snapshot, hiddenLoopback, countBeforeFilter}: ListState,
  medium: Medium,
): readonly Part[] {
  const {typeFilter} = state;
  const hidden = countHidden(summary);
  const tone = typeFilter.hideLoopback ? 'strong' : 'dim';
  const loopback = [span(`${hiddenLoopback} loopback hidden`, tone)];
  return [
    {says: ownerWords(summary, hidden), rank: 0},
    ...notAcceptedPart(summary),
    {
      says: [
        typeFilter.hideLoopback && medium === 'screen' ? [...loopback, span(', L shows', tone)] : loopback,
        loopback,
      ],
      rank: 1,
    },
    ...filterPart(state, {summary, countBeforeFilter}, medium),
    ...typeFilterPart(typeFilter),
    ...gapsPart(snapshot.problems, state.settings.symbols, medium),
  ];
}

function ownerWords(summary: Summary, hidden: number): readonly (readonly Span[])[] {
  const {ownersKnown, ownersHidden} = summary;
  const known = span(`owners known ${ownersKnown} of ${ownersKnown + hidden}`);
  const few = span(`owners ${ownersKnown}/${ownersKnown + hidden}`, hidden > 0 ? 'learn' : 'normal');
  if (hidden === 0) return [[known], [few]];
  const brief = Object.entries(ownersHidden).map(
    ([why, count]) => `${count} ${whyUnknownWords[why as WhyUnknown].short}`,
  );
  return [
    [known, span(`: ${hiddenNotes(summary).join(', ')}`, 'learn')],
    [few, span(`: ${brief.join(', ')}`, 'learn')],
    [few],
  ];
}

/** Connections that have no owner to count among the known ones yet. */
const notAcceptedPart = ({notAccepted}: Summary): readonly Part[] =>
  notAccepted === 0 ? [] : [{says: [[span(`${notAccepted} not accepted yet`)], []], rank: 2}];

/** What else was not seen; a narrow pane tells how much, and the help lists it. */
function gapsPart(problems: readonly Problem[], {dot}: Symbols, medium: Medium): readonly Part[] {
  if (problems.length === 0) return [];
  const all = problems.map(({text}) => steady(text)).join(` ${dot} `);
  const gaps = problems.length === 1 ? '1 gap' : `${problems.length} gaps`;
  const brief =
    medium === 'screen'
      ? [`${gaps} in what was seen, ? lists them`, `${gaps}, see ?`]
      : [`${gaps} in what was seen`, gaps];
  return [
    {
      says: [all, ...brief].map(text => [span(text, 'learn')]),
      rank: 3,
    },
  ];
}

/** Cells of a filter in a header that has no room for all of it. */
const fewCells = 18;

/** The filter with how many it keeps, and the order where it is not the usual one. */
function filterPart(
  {filter, sort, grouping, settings: {symbols}}: State,
  {summary, countBeforeFilter}: Pick<ListState, 'summary' | 'countBeforeFilter'>,
  medium: Medium,
): readonly Part[] {
  const text = steady(filter.query.text);
  const kept = `${summary.sockets} of ${countBeforeFilter}`;
  const says = (query: string, words: string): readonly Span[] => [
    span(medium === 'screen' ? `/${query}` : `filter ${query}`.trimEnd(), 'accent'),
    span(words, 'strong'),
  ];
  const few = cut(text, fewCells, symbols.ellipsis);
  const group = grouping === byState.id ? [] : [grouping];
  const column = sort === null ? [] : [`${sort.column}${sort.reversed ? ' reversed' : ''}`];
  const order = [...group.map(each => `grouped by ${each}`), ...column.map(each => `sorted by ${each}`)].join(', ');
  const briefly = `by ${[...group, ...column].join(', ')}`;
  return [
    ...(text === ''
      ? []
      : [
          {
            says: [says(text, ` keeps ${kept}`), says(text, ` ${kept}`), says(few, ` ${kept}`), says('', ` ${kept}`)],
            rank: -1,
          },
        ]),
    ...(order === '' ? [] : [{says: [[span(order, 'strong')], [span(briefly, 'strong')], []], rank: 2}]),
  ];
}

/** What is shown alone. Both families together leave out packet sockets, which are of neither, and nothing else. */
function typeFilterPart({protocols, families, listening}: State['typeFilter']): readonly Part[] {
  const isBoth = families.size === 2;
  const family = isBoth ? [] : [...families].map(each => `IPv${each}`);
  const only = [...protocols, ...family, ...(listening ? ['listening'] : [])];
  const says = [
    ...(only.length === 0 ? [] : [`only ${only.join(', ')}`]),
    ...(isBoth && protocols.size === 0 ? ['no packet sockets'] : []),
  ].join(', ');
  return says === '' ? [] : [{says: [[span(says, 'strong')]], rank: 2}];
}

/** A failed poll is told beside the rows of the last good one. */
function failureLines({failure, list, now, size}: State): readonly Line[] {
  if (!failure) return [];
  const age = list ? `, rows are ${duration(now - list.snapshot.takenAt)} old` : '';
  const parts = [span(` REFRESH FAILED${age} `, 'alert'), span(steady(failure.message), 'error')];
  return [
    joinParts(
      parts.map(each => ({says: [[each]], rank: 0})),
      size.columns,
      ' ',
    ),
  ];
}

const spaced = (spans: readonly Span[]): readonly Span[] =>
  spans.flatMap((each, index) => (index === 0 ? [each] : [span('  '), each]));
