import assert from 'node:assert/strict';
import {toMetrics} from '../../source/app/metrics/exposition.ts';
import {preparePoll} from '../../source/app/state/prepare-poll.ts';
import {initialState, type Start} from '../../source/app/state/state.ts';
import {update} from '../../source/app/state/update.ts';
import type {TypeFilter} from '../../source/app/table/type-filter.ts';
import type {Snapshot} from '../../source/domain/snapshot.ts';
import type {Socket} from '../../source/domain/socket.ts';
import {finish} from '../../source/domain/task.ts';
import {measurePage} from '../../source/screens/page.ts';
import {showAll, snapshot} from './build.ts';
import {settingsOf} from './example-host.ts';
import {type Family, parseExposition} from './parse-exposition.ts';

/** Metrics of made-up polls, read by a parser of their format. */

const size = {columns: Number.POSITIVE_INFINITY, rows: 0};

/** The metrics after these polls, as a parser of the format reads them. */
export function measure(
  polls: readonly Snapshot[],
  typeFilter: TypeFilter = showAll,
  start: Start = {},
): ReadonlyMap<string, Family> {
  let state = initialState(settingsOf(), size, typeFilter, 0, start);
  for (const each of polls) {
    const before = state;
    [state] = update(before, {type: 'polled', poll: finish(preparePoll(() => before, each))}, measurePage);
  }
  assert.ok(state.list);
  return parseExposition(toMetrics(state.list));
}

/** The metrics of these sockets. */
export const metricsOf = (...sockets: readonly Socket[]): ReadonlyMap<string, Family> => measure([snapshot(sockets)]);

/** The series of a metric as `label=value … number`. */
export const seriesLines = (families: ReadonlyMap<string, Family>, name: string): readonly string[] =>
  (families.get(name)?.series ?? []).map(({labels, value}) =>
    [...Object.entries(labels).map(pair => pair.join('=')), value].join(' '),
  );

/** The labels of the listeners, as `tcp|0.0.0.0|22|any|sshd||||explained|`. */
export const listeners = (families: ReadonlyMap<string, Family>): readonly string[] =>
  (families.get('portwatch_listener_info')?.series ?? []).map(({labels}) => Object.values(labels).join('|'));
