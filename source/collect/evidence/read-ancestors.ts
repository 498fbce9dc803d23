import type {AncestorEvidence} from '../../domain/evidence.ts';
import {type Known, known, unknown, type WhyUnknown} from '../../domain/known.ts';
import {cleanBytes} from '../../domain/text.ts';
import {cgroupPaths, unitOf} from '../../linux/cgroup.ts';
import {type Files, orFailure} from '../../linux/proc-files.ts';
import {parseStat} from '../../linux/process-texts.ts';

const statLimit = 4096;
const cgroupLimit = 16_384;
/** Limit of the steps up the tree. */
const maxAncestors = 32;

/** The processes above a process, parent first, up to PID 1 or the edge of the PID namespace. */
export function readAncestors(
  files: Files,
  proc: string,
  pid: number,
  refusal: WhyUnknown,
): Known<readonly AncestorEvidence[]> {
  const first = parentOf(files, proc, pid);
  if (first === null) return unknown('exited');
  const ancestors: AncestorEvidence[] = [];
  const seen = new Set([pid]);
  for (let next = first; next > 0 && !seen.has(next) && ancestors.length < maxAncestors; ) {
    seen.add(next);
    const base = `${proc}/${next}`;
    const link = orFailure(() => files.linkBytes(`${base}/exe`));
    const groups = orFailure(() => files.read(`${base}/cgroup`, cgroupLimit));
    ancestors.push({
      pid: next,
      executable: typeof link === 'string' ? null : cleanBytes(link),
      unit: typeof groups === 'string' ? null : unitOf(cgroupPaths(groups.toString('latin1'))),
    });
    const parent = parentOf(files, proc, next);
    if (parent === null) return ancestors.length === 1 ? unknown(refusal) : known(ancestors);
    next = parent;
  }
  return known(ancestors);
}

function parentOf(files: Files, proc: string, pid: number): number | null {
  const stat = orFailure(() => files.read(`${proc}/${pid}/stat`, statLimit));
  return typeof stat === 'string' ? null : (parseStat(stat)?.parent ?? null);
}
