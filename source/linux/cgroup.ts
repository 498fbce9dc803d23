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

/**
 * The systemd unit of a process: the innermost part of its path that names a unit, so that a service of a user is found
 * inside `user@1000.service`. Only version 2 and systemd's own hierarchy follow units, but other hierarchies of version
 * 1 repeat the path where a unit uses their controller. null where no part names a unit.
 */
export function unitOf(paths: readonly string[]): Clean | null {
  for (const path of paths) {
    const unit = path.split('/').findLast(part => unitName.test(part));
    if (unit !== undefined) return toText(unit);
  }
  return null;
}

type Naming = {readonly runtime: Container['runtime']; readonly pattern: RegExp};

// Names of a container's control group by runtime; the first group of a pattern is the id or name. Innermost runtimes
// first: the id under a pod's group belongs to Kubernetes, whichever runtime made it.
const namings: readonly Naming[] = [
  {runtime: 'kubernetes', pattern: /\/kubepods[^/]*\/.*(?:\/|-)([0-9a-f]{64})(?:\.scope)?(?:\/|$)/s},
  {runtime: 'podman', pattern: /\/libpod-(?:conmon-)?([0-9a-f]{64})(?:\.scope)?(?:\/|$)/},
  {runtime: 'docker', pattern: /\/(?:docker\/|docker-)([0-9a-f]{64})(?:\.scope)?(?:\/|$)/},
  {runtime: 'containerd', pattern: /\/(?:cri-containerd-|nerdctl-|k8s\.io\/)([0-9a-f]{64})(?:\.scope)?(?:\/|$)/},
  {runtime: 'cri-o', pattern: /\/crio-(?:conmon-)?([0-9a-f]{64})(?:\.scope)?(?:\/|$)/},
  {runtime: 'lxc', pattern: /\/lxc(?:\.payload|\.monitor)?[./]([^/]+)(?:\/|$)/},
  {runtime: 'machine', pattern: /\/machine\.slice\/(?:machine-|systemd-nspawn@)([^/]+)\.(?:scope|service)(?:\/|$)/},
];

const toText = (bytes: string): Clean => cleanBytes(Buffer.from(bytes, 'latin1'));

const identifier = /^[0-9a-f]{64}$/;

/** The container whose control group a process is in; null where no runtime known here made its paths. */
export function containerOf(paths: readonly string[]): Container | null {
  for (const {runtime, pattern} of namings) {
    for (const path of paths) {
      const id = path.match(pattern)?.[1];
      if (id !== undefined) return {runtime, id: toText(identifier.test(id) ? id.slice(0, 12) : id), name: null};
    }
  }
  return null;
}
