import {type Clean, trusted} from '../../domain/text.ts';
import {cgroupPaths, unitOf, userOf} from '../../linux/cgroup.ts';
import {type Files, orFailure} from '../../linux/proc-files.ts';
import {createContainers} from '../owners/containers.ts';
import {fileLimits} from '../owners/limits.ts';
import type {Member} from './namespace-members.ts';

/** Units that hold whatever a user starts, or the whole system: their names are no names for a namespace. */
const holdsAnything = /^(?:session-.*|init)\.scope$|^user@\d+\.service$/;

/**
 * Names a network namespace by one of its members: its container, else its unit; null where it is in neither, or its
 * control group cannot be read. Users choose the names below their own control group, so their number is part of it.
 */
export function createNameByMember(files: Files, proc: string): (member: Member) => Clean | null {
  const containers = createContainers(files);
  return member => {
    const groups = orFailure(() => files.read(`${proc}/${member}/cgroup`, fileLimits.processGroups));
    if (typeof groups === 'string') return null;
    const paths = cgroupPaths(groups.toString('latin1'));
    const user = userOf(paths);
    const container = containers.of(paths);
    const name = container ? (container.name ?? container.id) : namingUnit(paths);
    return name === null || user === null ? name : trusted(`${name} of uid ${user}`);
  };
}

function namingUnit(paths: readonly string[]): Clean | null {
  const unit = unitOf(paths);
  return unit === null || holdsAnything.test(unit) ? null : unit;
}
