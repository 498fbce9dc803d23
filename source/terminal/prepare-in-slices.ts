import {wantSameList} from '../app/state/build-list.ts';
import {type PreparedPoll, preparePoll} from '../app/state/prepare-poll.ts';
import type {State} from '../app/state/state.ts';
import type {Snapshot} from '../domain/snapshot.ts';
import {type AssessedSnapshot, assessAll, nothingAssessed} from '../judge/assess-all.ts';
import {runInSlices} from './in-slices.ts';

/** What comes of a poll, made beforehand. */
export type PollResult = {readonly assessed: AssessedSnapshot; readonly followed: PreparedPoll};

/** Keys that may ask for another list while one is made, before it is made to its end all the same. */
const maxTries = 5;

/** Assesses a poll and arranges its list as the state asks for it when that is done. */
export async function prepareInSlices(snapshot: Snapshot, state: () => State): Promise<PollResult> {
  const {list, settings} = state();
  const judged = await runInSlices(assessAll(snapshot.sockets, settings.nameOf, list?.assessed ?? nothingAssessed));
  const assessed = judged ?? nothingAssessed;
  for (let tries = 1; ; tries++) {
    const asked = state();
    const isWanted = (): boolean => tries > maxTries || wantSameList(asked, state());
    const followed = await runInSlices(preparePoll(asked, snapshot, assessed), isWanted);
    if (followed) return {assessed, followed};
  }
}
