import type {ListState, State} from '../../app/state/state.ts';
import type {Summary} from '../../app/table/summary.ts';
import {type Line, line, type Span, span} from '../../domain/line.ts';
import {standings} from '../../judge/baseline/standing.ts';
import {steady} from '../text/fit.ts';
import {atEdges, joinParts, type LinePart, lineWidth} from '../text/parts.ts';
import type {Symbols} from '../text/symbols.ts';
import {clockTime, duration} from '../text/time.ts';
import {coverageParts, type Medium} from './coverage-parts.ts';
import {loadLine} from './load.ts';

/**
 * The `count` lines above the table: host and time, totals, coverage. A failed poll takes the last of them, even the
 * only one. Text names no keys.
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
  const totals = joinParts(totalParts(list, symbols), size.columns, separator);
  const coverage = joinParts(coverageParts(state, list, medium), size.columns, separator);
  return headOf(failure.length > 0 ? [first, totals] : [first, totals, coverage], failure, count);
}

/** Exactly `count` lines that end with `last`. */
function headOf(lines: readonly Line[], last: readonly Line[], count: number): readonly Line[] {
  const room = Math.max(0, count - last.length);
  return [...Array.from({length: room}, (_, index) => lines[index] ?? line()), ...last.slice(0, count)];
}

/**
 * Host, source and interval, with the load and the time at the right edge: a clock in a fixed place redraws only its
 * digits.
 */
function firstLine(state: State): Line {
  const {list, size, load, settings} = state;
  const parts = whereParts(state);
  if (!list) return joinParts(parts, size.columns, '  ');
  const time = span(clockTime(list.snapshot.takenAt));
  if (!Number.isFinite(size.columns)) return joinParts([...parts, {variants: [[time]], rank: 0}], size.columns, '  ');
  const where = joinParts(parts, size.columns - time.text.length - 2, '  ');
  const loads = loadLine(load, settings.symbols, size.columns - lineWidth(where) - time.text.length - 4).spans;
  return atEdges(where, line(...loads, ...(loads.length > 0 ? [span('  ')] : []), time), size.columns);
}

function whereParts({list, osName, settings, pausedAt, now, pace}: State): readonly LinePart[] {
  const name: LinePart = {variants: [[span('portwatch', 'accent')]], rank: 3};
  if (!list) return [name];
  const {host, source, takenAt} = list.snapshot;
  const bareHost = [span(steady(host), 'strong')];
  const fullHost = osName ? [...bareHost, span(` (${steady(osName)})`, 'dim')] : bareHost;
  const every = settings.interval === null ? [] : everySpans(settings.interval, list.snapshot.took / 1000, pace);
  const age = duration(now - takenAt);
  const paused = [
    [span(' PAUSED ', 'alert'), span(` data ${age} old, p resumes`, 'strong')],
    [span(' PAUSED ', 'alert'), span(` ${age} old`, 'strong')],
  ];
  return [
    name,
    {variants: [fullHost, bareHost], rank: 1},
    {variants: [source === 'saved' ? [] : [span(source)]], rank: 2},
    {variants: pausedAt === null ? [every, []] : paused, rank: pausedAt === null ? 4 : 0},
  ];
}

/** The interval of the polls, in seconds; where polls take so long that they delay the next one, the real interval. */
const everySpans = (interval: number, took: number, pace: number | null): readonly Span[] =>
  pace === null
    ? [span(`every ${interval} s`, 'dim')]
    : [span(`a refresh takes ${took.toFixed(1)} s, so every ${pace.toFixed(1)} s`, 'learn')];

/** Accepted sockets are counted where there is a baseline, and differences from it where there are any. */
function totalParts({summary, snapshot}: ListState, symbols: Symbols): readonly LinePart[] {
  const {sockets, standings: counts, exposedListeners, exposedExplained, dynamicUdp} = summary;
  const shown = standings.filter(standing => standing !== 'accepted' || snapshot.baseline !== undefined);
  const exposed = span(
    `${exposedListeners} exposed ${exposedListeners === 1 ? 'listener' : 'listeners'}`,
    exposedListeners > 0 ? 'strong' : 'normal',
  );
  const marks = shown.map(standing => span(`${symbols.verdict[standing]} ${counts[standing]}`, standing));
  const words = shown.map(standing => span(`${symbols.verdict[standing]} ${counts[standing]} ${standing}`, standing));
  return [
    {variants: [[span(String(sockets), 'strong'), span(sockets === 1 ? ' socket' : ' sockets')]], rank: 1},
    {variants: [spaced(words), spaced(marks)], rank: 0},
    ...driftPart(summary, symbols),
    {variants: [[exposed, span(`, ${exposedExplained} of them explained`)], [exposed]], rank: 2},
    {variants: dynamicUdp === 0 ? [[]] : [[span(`${dynamicUdp} dynamic UDP`)], []], rank: 3},
  ];
}

/** `Δ 2 drifted, 1 new to the baseline`. */
function driftPart({acceptances: {drifted, new: added}}: Summary, {mark}: Symbols): readonly LinePart[] {
  if (drifted + added === 0) return [];
  const tone = drifted > 0 ? 'suspect' : 'strong';
  const brief = [drifted === 0 ? [] : `${drifted} drifted`, added === 0 ? [] : `${added} new`].flat().join(', ');
  const whole = added === 0 ? brief : `${brief} to the baseline`;
  const variants = [whole, brief, String(drifted + added)].map(text => [span(`${mark.drift} ${text}`, tone)] as const);
  return [{variants, rank: 0}];
}

/** The line of a failed poll, with the age of the rows below, which are of the last good poll. */
function failureLines({failure, list, now, size}: State): readonly Line[] {
  if (!failure) return [];
  const age = list ? `, rows are ${duration(now - list.snapshot.takenAt)} old` : '';
  const parts = [span(` REFRESH FAILED${age} `, 'alert'), span(steady(failure.message), 'error')];
  return [
    joinParts(
      parts.map(part => ({variants: [[part]], rank: 0})),
      size.columns,
      ' ',
    ),
  ];
}

const spaced = (spans: readonly Span[]): readonly Span[] =>
  spans.flatMap((part, index) => (index === 0 ? [part] : [span('  '), part]));
