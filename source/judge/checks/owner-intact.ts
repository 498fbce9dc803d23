import {whyUnknownWords} from '../../domain/known.ts';
import {cannotTell, type Examine, examineHolders, fail, pass} from './check.ts';

const id = 'owner-intact';

/** Fails when the file that runs is no longer the one at its path. */
export const ownerIntact: Examine = facts =>
  examineHolders(id, facts, ({pid, executable}) => {
    if (!executable.known) return cannotTell(id, `the file of process ${pid} ${whyUnknownWords[executable.why].long}`);
    const {path, state} = executable.value;
    switch (state) {
      case 'intact':
        return pass(id, `${path} is the file that was started`);
      case 'replaced':
        return fail(id, 'learn', 'replaced: upgrade?', `${path} was replaced since it started: by an upgrade?`);
      case 'deleted':
        return fail(id, 'suspect', 'program deleted', `${path} was deleted since it started`);
    }
  });
