import type {AssessedSocket} from '../../judge/assess-all.ts';
import type {ListState} from './state.ts';

/** The open sockets of a list, in its order, without the ones that closed a moment ago. */
export const shownRows = ({groups, recentlyClosed}: ListState): readonly AssessedSocket[] =>
  groups.flatMap(({rows}) => rows).filter(row => !recentlyClosed.has(row));
