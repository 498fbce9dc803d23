import type {Evidence} from '../domain/evidence.ts';
import {type Clean, trusted} from '../domain/text.ts';

/** A fact of the whole host that bears on every verdict: as a sentence part, and in a few words. */
export type HostNote = {readonly text: Clean; readonly brief: Clean};

/** The odd facts of a host that bear on every verdict and that no single socket shows; empty where none was found. */
export function hostNotes(evidence: Evidence | undefined): readonly HostNote[] {
  const preload = evidence?.host.preload;
  if (!preload?.known || preload.value === null) return [];
  return [
    {
      text: trusted(`${preloadFile} makes every program load ${preload.value}`),
      brief: trusted(`${preloadFile} is not empty`),
    },
  ];
}

const preloadFile = '/etc/ld.so.preload';
