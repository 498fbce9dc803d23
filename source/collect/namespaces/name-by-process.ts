import type {Clean} from '../../domain/text.ts';
import {cgroupPaths, containerOf, unitOf} from '../../linux/cgroup.ts';
import {type Files, orFailure} from '../../linux/proc-files.ts';
import {createContainers} from '../owners/containers.ts';
import {fileLimits} from '../owners/limits.ts';

/** Units that hold whatever a user starts, or the whole system: their names are no names for a namespace. */
const holdsAnything = /^(?:session-.*|init)\.scope$|^user@\d+\.service$/;

/**
 * Names a network namespace by one of its processes: its container, else its unit; null where it is in neither, or its
 * control group cannot be read.
 */
export function createNameByProcess(files: Files, proc: string): (pid: number) => Clean | null {
  const containers = createContainers(files);
  return pid => {
    const groups = orFailure(() => files.read(`${proc}/${pid}/cgroup`, fileLimits.processGroups));
    if (typeof groups === 'string') return null;
    const paths = cgroupPaths(groups.toString('latin1'));
    const container = containers.named(containerOf(paths));
    if (container) return container.name ?? container.id;
    const unit = unitOf(paths);
    return unit === null || holdsAnything.test(unit) ? null : unit;
  };
}
