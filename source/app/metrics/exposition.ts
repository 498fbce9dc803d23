import {shownRows} from '../state/shown-rows.ts';
import type {ListState} from '../state/state.ts';
import type {Metric, Sample} from './metric.ts';
import {metrics} from './metrics.ts';

/** The metrics of a poll in Prometheus' text format, version 0.0.4, without times of their own. */
export function toMetrics(list: ListState): string {
  const poll = {list, rows: shownRows(list)};
  return metrics.map(metric => exposition(metric, metric.samples(poll))).join('');
}

/** The lines of one gauge; none where it has no series. */
export function exposition({name, help}: Pick<Metric, 'name' | 'help'>, samples: readonly Sample[]): string {
  if (samples.length === 0) return '';
  const lines = samples.map(({labels, value}) => `${name}${labelText(labels)} ${value}`);
  return [`# HELP ${name} ${escapeHelp(help)}`, `# TYPE ${name} gauge`, ...lines].map(line => `${line}\n`).join('');
}

function labelText(labels: Sample['labels']): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escapeLabel(value)}"`);
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}

const escapeHelp = (text: string): string => text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n');
const escapeLabel = (text: string): string => escapeHelp(text).replaceAll('"', '\\"');
