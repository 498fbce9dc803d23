import {type Summary, summarise} from '../../source/app/table/summary.ts';
import {finish} from '../../source/domain/task.ts';
import type {AssessedSocket} from '../../source/judge/assess-all.ts';

/** The counts of these rows. */
export const summaryOf = (rows: readonly AssessedSocket[]): Summary => finish(summarise(rows));
