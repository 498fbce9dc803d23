import {type Clean, trusted} from '../../domain/text.ts';
import {cgroupPaths, unitOf, userOf} from '../../linux/cgroup.ts';
import {type Files, orFailure} from '../../linux/proc-files.ts';
import {type Containers, createContainers} from '../owners/containers.ts';
import {fileLimits} from '../owners/limits.ts';
import type {Member} from './namespace-members.ts';

/** Units that hold whatever a user starts, or the whole system: their names are no names for a namespace. */
const holdsAnything = /^(?:session-.*|init)\.scope$|^user@\d+\.service$/;

/**
 * Names a network namespace by its members: by the container of the first one that is in a container, else by the unit
 * of the first one that is in a unit; null where none is, or no control group can be read. Users choose the names below
 * their own control group, so their number is part of it.
 */
export function createNameByMembers(files: Files, proc: string): (members: readonly Member[]) => Clean | null {
  const containers = createContainers(files);

  const groupsOf = (member: Member): readonly string[] => {
    const groups = orFailure(() => files.read(`${proc}/${member}/cgroup`, fileLimits.processGroups));
    return typeof groups === 'string' ? [] : cgroupPaths(groups.toString('latin1'));
  };

  return members => {
    const all = members.map(groupsOf);
    return firstName(all, containerIn(containers)) ?? firstName(all, namingUnit);
  };
}

type NameOfGroups = (groups: readonly string[]) => Clean | null;

function firstName(all: readonly (readonly string[])[], nameOf: NameOfGroups): Clean | null {
  for (const groups of all) {
    const name = nameOf(groups);
    const user = userOf(groups);
    if (name !== null) return user === null ? name : trusted(`${name} of uid ${user}`);
  }
  return null;
}

const containerIn =
  ({of}: Containers): NameOfGroups =>
  groups => {
    const container = of(groups);
    return container && (container.name ?? container.id);
  };

function namingUnit(groups: readonly string[]): Clean | null {
  const unit = unitOf(groups);
  return unit === null || holdsAnything.test(unit) ? null : unit;
}
