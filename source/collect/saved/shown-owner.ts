import type {ParsedRow} from './parsed-row.ts';
import {savedProcess} from './printed-program.ts';

/** The owner that a row shows by pid, by name or by both. Process 0 is the kernel's own on Windows and Solaris. */
export function shownOwner(pid: number | null, name: string | null): Partial<ParsedRow> {
  if (pid === 0) return {pid};
  return name === null || name === ''
    ? {pid}
    : {pid, holders: [{process: savedProcess(pid ?? 0, name), descriptors: []}]};
}
