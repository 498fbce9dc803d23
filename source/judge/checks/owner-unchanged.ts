import {type CheckRecord, examineHolders, fail, notApplicable, partUnknown, pass} from './check.ts';

const id = 'owner-unchanged';

/** Fails where a package has the file, but with other bytes. For listeners, and where a rule expects a program. */
export const ownerUnchanged: CheckRecord = {
  id,
  fails: 'a package has the file, but with other bytes',
  leads: 'suspect',
  examine: (examined, {expects}) => {
    if (!expects && examined.direction !== 'listening') {
      return notApplicable(id, 'asked of listeners, and where a rule expects a certain program');
    }
    return examineHolders(id, examined, ({pid}, {package: owner}) => {
      if (!owner.known) return partUnknown(id, `the package of process ${pid}`, owner.why);
      if (owner.value === null) return notApplicable(id, 'no package of this host has the file');
      const {name, unchanged} = owner.value;
      if (!unchanged.known) return partUnknown(id, `whether the file is what ${name} has`, unchanged.why);
      return unchanged.value
        ? pass(id, `the file has the checksum that ${name} has for it`)
        : fail(id, 'suspect', 'changed since installed', `the file is not what ${name} has: its checksum differs`);
    });
  },
};
