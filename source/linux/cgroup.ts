import type {Container} from '../domain/socket.ts';
import {type Clean, cleanBytes} from '../domain/text.ts';
import {withoutDeletedMark} from './deleted-mark.ts';

type CgroupLine = {readonly controllers: string; readonly path: string};

/**
 * Control group paths of `/proc/PID/cgroup`, the one that follows units first: lines are `ID:CONTROLLERS:PATH`,
 * cgroups(7). Version 2 has one line, `0::PATH`; of version 1 systemd's own hierarchy, `name=systemd`, follows units.
 * One character a byte, not cleaned: whoever may make a group chooses any bytes but `/` and newline for its name.
 */
export function cgroupPaths(text: string): readonly string[] {
  const lines = text.split('\n').flatMap((line): CgroupLine[] => {
    const match = line.match(/^\d+:([^:]*):(\/.*)$/s);
    return match ? [{controllers: match[1] ?? '', path: withoutDeletedMark(match[2] ?? '')}] : [];
  });
  const rank = ({controllers}: CgroupLine): number => (controllers === '' ? 0 : controllers === 'name=systemd' ? 1 : 2);
  return [...new Set(lines.toSorted((a, b) => rank(a) - rank(b)).map(line => line.path))];
}

const unitName = /^[^/]+\.(?:service|scope|socket|mount|swap)$/;

// The groups in which systemd puts units (systemd.special(7)). A user who may make groups may give one the name of a
// unit, so a name counts in these groups alone.
const unitParents = /^\/(?:system\.slice|machine\.slice|user\.slice\/user-\d+\.slice)(?=\/)/;

/**
 * The systemd unit of a process: the innermost part of its path that names a unit, so that a service of a user is found
 * inside `user@1000.service`. Only version 2 and systemd's own hierarchy follow units, but other hierarchies of version
 * 1 repeat the path where a unit uses their controller. null where no part names a unit, or systemd did not make it.
 */
export function unitOf(paths: readonly string[]): Clean | null {
  for (const path of paths) {
    const unit = unitIn(path);
    if (unit !== undefined) return toText(unit);
  }
  return null;
}

/** Whose manager made the unit that `unitOf` finds: one under user.slice is the user's; null where there is none. */
export function unitManagerOf(paths: readonly string[]): 'system' | 'user' | null {
  const path = paths.find(each => unitIn(each) !== undefined);
  if (path === undefined) return null;
  return path.includes('/user.slice/') ? 'user' : 'system';
}

/**
 * The user, not root, in whose slice a process is: whoever has the groups below it to themselves gives them any names.
 * null for the groups of the system.
 */
export function userOf(paths: readonly string[]): number | null {
  const [uid] = paths.flatMap(path => path.match(/^(?:\/\.\.)*\/user\.slice\/user-(\d+)\.slice(?=\/|$)/)?.[1] ?? []);
  return uid === undefined || uid === '0' ? null : Number(uid);
}

/** Of a container, a unit of its own hierarchy counts before the one that the container is. */
function unitIn(path: string): string | undefined {
  const {rest} = splitContainers(path);
  return unitAt(rest.replace(payload, '')) ?? unitAt(path.slice(0, path.length - rest.length));
}

// systemd-nspawn(1) and podman put the processes of a container into a group beside their own.
const payload = /^\/(?:payload|container)(?=\/)/;

function unitAt(path: string): string | undefined {
  const inside = path.replace(/^(?:\/\.\.)+(?=\/)/, '');
  const [, first = '', ...others] = inside.split('/');
  if (unitParents.test(inside)) return others.findLast(part => unitName.test(part));
  const isOutside = inside !== path;
  return first === 'init.scope' || (isOutside && unitName.test(first)) ? first : undefined;
}

type Naming = {readonly runtime: Container['runtime']; readonly pattern: RegExp};

// The groups in which runtimes make others: systemd's, and their own at the root of the hierarchy. A path begins with
// /.. where the process is outside of our cgroup namespace (cgroup_namespaces(7)); beside ours there may be more of a
// parent that does not show.
const scoped = '/(?:system\\.slice|machine\\.slice|user\\.slice/user-\\d+\\.slice)/(?:[^/]+/)*';
const parents = `(?:(?:/\\.\\.)*${scoped}|(?:/\\.\\.)+/)`;
const root = '(?:/\\.\\.)*/';
const id = '([0-9a-f]{64})';
const end = '(?=/|$)';
const scope = `(?:\\.scope)?${end}`;
const pods = '(?:kubelet(?:\\.slice)?/)?(?:kubelet-)?kubepods(?:\\.slice)?/(?:[^/]+/)*(?:[^/]*-)?';

// Names of a container's control group by runtime; the first group of a pattern is the id or name. Innermost runtimes
// first: the id under a pod's group belongs to Kubernetes, whichever runtime made it.
const namings: readonly Naming[] = (
  [
    ['kubernetes', `${root}${pods}${id}${scope}`],
    ['podman', `(?:${parents}|${root}libpod_parent/)libpod-(?:conmon-)?${id}${scope}`],
    ['docker', `(?:${root}docker/|${parents}docker-)${id}${scope}`],
    ['containerd', `(?:${root}k8s\\.io/|${parents}(?:cri-containerd-|nerdctl-))${id}${scope}`],
    ['cri-o', `${parents}crio-(?:conmon-)?${id}${scope}`],
    ['lxc', `(?:${root}lxc/|(?:${parents}|${root})lxc\\.(?:payload|monitor)[./])([^/]+)${end}`],
    ['machine', `${root}machine\\.slice/(?:machine-|systemd-nspawn@)([^/]+)\\.(?:scope|service)${end}`],
  ] as const
).map(([runtime, pattern]) => ({runtime, pattern: new RegExp(`^${pattern}`, 's')}));

const toText = (bytes: string): Clean => cleanBytes(Buffer.from(bytes, 'latin1'));

const identifier = /^[0-9a-f]{64}$/;

/**
 * The container whose control group a process is in; null where no runtime known here made its paths. Of a container in
 * a container it is the inner one.
 */
export function containerOf(paths: readonly string[]): Container | null {
  for (const path of paths) {
    const {container} = splitContainers(path);
    if (container !== null) return container;
  }
  return null;
}

/** The innermost container of a path, and the rest of the path, which the container's own hierarchy is in. */
function splitContainers(path: string): {readonly container: Container | null; readonly rest: string} {
  let container: Container | null = null;
  let rest = path;
  for (let found = containerAt(rest); found !== null; found = containerAt(rest)) {
    container = found.container;
    rest = found.rest;
  }
  return {container, rest};
}

function containerAt(path: string): {readonly container: Container; readonly rest: string} | null {
  for (const {runtime, pattern} of namings) {
    const match = path.match(pattern);
    const name = match?.[1];
    if (!match || name === undefined) continue;
    const container = {runtime, id: toText(identifier.test(name) ? name.slice(0, 12) : name), name: null, image: null};
    return {container, rest: path.slice(match[0].length)};
  }
  return null;
}
