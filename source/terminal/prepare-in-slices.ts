import {isSameList} from '../app/state/build-list.ts';
import {type Followed, following} from '../app/state/prepare-poll.ts';
import type {State} from '../app/state/state.ts';
import type {Snapshot} from '../domain/snapshot.ts';
import {type Judgement, judging, noJudgement} from '../judge/assess-all.ts';
import {inSlices} from './in-slices.ts';

/** What comes of a look, made beforehand. */
export type Taken = {readonly judgement: Judgement; readonly followed: Followed};

/** Keys that may ask for another list while one is made, before it is made to its end all the same. */
const mostTries = 5;

/** Judges a look and arranges its list as the state asks for it when that is done. */
export async function takeLook(snapshot: Snapshot, state: () => State): Promise<Taken> {
  const {look, settings} = state();
  const judged = await inSlices(judging(snapshot.sockets, settings.nameOf, look?.judgement ?? noJudgement));
  const judgement = judged ?? noJudgement;
  for (let tries = 1; ; tries++) {
    const asked = state();
    const isWanted = (): boolean => tries > mostTries || isSameList(asked, state());
    const followed = await inSlices(following(asked, snapshot, judgement), isWanted);
    if (followed) return {judgement, followed};
  }
}
