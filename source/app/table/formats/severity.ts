import type {AssessedSocket} from '../../../judge/assess-all.ts';
import {type Standing, standingOf} from '../../../judge/baseline/standing.ts';

/** How much a socket matters, in the numbers of others. */
export type Severity = {
  /** OCSF's `severity_id`, and its caption. ECS has the number as `event.severity`. */
  readonly id: number;
  readonly caption: string;
  /** SeverityNumber of OpenTelemetry's logs: 9 is INFO, 13 is WARN. */
  readonly otel: number;
};

/** By how a socket counts; `new`: a listener that nobody accepted, while there is a baseline. */
const severities: Readonly<Record<Standing | 'new', Severity>> = {
  explained: {id: 1, caption: 'Informational', otel: 9},
  accepted: {id: 1, caption: 'Informational', otel: 9},
  learn: {id: 2, caption: 'Low', otel: 10},
  new: {id: 3, caption: 'Medium', otel: 13},
  suspect: {id: 4, caption: 'High', otel: 14},
};

/** The severity of a socket: of its standing, or of a new listener where that is worse. */
export function severityOf(row: AssessedSocket): Severity {
  const standing = standingOf(row);
  return severities[standing !== 'suspect' && row.acceptance?.state === 'new' ? 'new' : standing];
}
