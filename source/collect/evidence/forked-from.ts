import {type Files, orFailure} from '../../linux/proc-files.ts';
import {parseLayout, parseStat} from '../../linux/process-texts.ts';

const statLimit = 4096;

/**
 * The directory in /proc of the parent, where a process is a fork of it that has run no other program since; else null.
 * `base`: the directory of the process. Never throws.
 */
export function forkedFrom(files: Files, proc: string, base: string): string | null {
  const own = orFailure(() => files.read(`${base}/stat`, statLimit));
  const parent = typeof own === 'string' ? null : (parseStat(own)?.parent ?? null);
  if (typeof own === 'string' || parent === null || parent === 0) return null;
  const its = orFailure(() => files.read(`${proc}/${parent}/stat`, statLimit));
  const layout = parseLayout(own);
  return typeof its !== 'string' && layout !== null && layout === parseLayout(its) ? `${proc}/${parent}` : null;
}
