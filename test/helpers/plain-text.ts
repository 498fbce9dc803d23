import type {State} from '../../source/app/state/state.ts';
import {plainLines} from '../../source/screens/plain.ts';

/** The list as `--once` prints it, without the end of the last line. */
export const plainText = (state: State): string => [...plainLines(state)].join('\n');
