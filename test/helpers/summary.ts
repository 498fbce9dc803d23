import {type Summary, summarise} from '../../source/app/table/summary.ts';
import type {AssessedSocket} from '../../source/judge/assess-all.ts';

/** The counts of these rows. */
export const summaryOf = (rows: readonly AssessedSocket[]): Summary => summarise(rows);
