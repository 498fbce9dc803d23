import type {Evidence} from '../domain/evidence.ts';
import {type Clean, trusted} from '../domain/text.ts';

/** A fact of the whole host that bears on every verdict: as a sentence part, and in a few words. */
export type HostNote = {readonly text: Clean; readonly brief: Clean};

/**
 * What every verdict of a host rests on and no single socket shows. Empty where nothing is odd, or nothing was read.
 */
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
