import {type CheckRecord, examineHolders, fail, partUnknown, pass} from './check.ts';

const id = 'procfs-forged';

/** Fails where the entry of a holder in /proc is not the kernel's. */
export const procfsForged: CheckRecord = {
  id,
  fails: 'something is mounted over /proc/PID, or an entry there is not of procfs',
  leads: 'suspect',
  examine: examined =>
    examineHolders(id, examined, ({pid}, {forged}) => {
      if (!forged.known) return partUnknown(id, `/proc/${pid}`, forged.why);
      return forged.value === null
        ? pass(id, `/proc/${pid} is the kernel's own`)
        : fail(id, 'suspect', 'forged /proc entry', `/proc/${pid} ${forged.value}`);
    }),
};
