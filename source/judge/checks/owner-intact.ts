import type {ProcessEvidence} from '../../domain/evidence.ts';
import {whyUnknownWords} from '../../domain/known.ts';
import type {Process} from '../../domain/socket.ts';
import {type CheckRecord, cannotTell, examineHolders, type Finding, fail, pass} from './check.ts';

const id = 'owner-intact';

/** Fails where the file that runs is not the one at its path in the root directory of the host. */
export const ownerIntact: CheckRecord = {
  id,
  fails:
    'the file that runs was deleted, is not the one at its path (upgraded, replaced, or nowhere on this host), lies ' +
    'in a root directory of its own, or no code of the process comes from it',
  leads: 'learn or suspect',
  examine: examined => examineHolders(id, examined, examineFile),
};

function examineFile({pid, executable, container}: Process, evidence: ProcessEvidence): Finding {
  if (!executable.known) return cannotTell(id, `the file of process ${pid} ${whyUnknownWords[executable.why].long}`);
  const {path, state} = executable.value;
  const {mappings, hostFile, package: owner} = evidence;
  if (mappings.known && !mappings.value.hasExecutable) {
    return fail(
      id,
      'suspect',
      'runs other code',
      `process ${pid} names ${path} as its file and has no code of it in memory`,
    );
  }
  if (state === 'deleted') return fail(id, 'suspect', 'program deleted', `${path} was deleted since it started`);
  if (state === 'replaced') return replaced(path, owner);
  if (state === 'unnameable') return cannotTell(id, `the path of process ${pid} is longer than the system can name`);
  const inContainer = container !== null;
  if (!hostFile.known)
    return cannotTell(
      id,
      `whether ${path} is the file at its path on this host: ${whyUnknownWords[hostFile.why].short}`,
    );
  switch (hostFile.value) {
    case 'same':
      return pass(id, `${path} on this host is the file that runs (same device and inode)`);
    case 'own-root':
      return inContainer
        ? pass(id, `${path} is a file of container ${container.name ?? container.id}, not of this host`)
        : fail(
            id,
            'learn',
            'own root directory',
            `${path} counts in a root directory or mounts of the process's own, not on this host`,
          );
    case 'other':
      return replaced(path, owner);
    case 'absent':
      return inContainer
        ? pass(id, `${path} is a file of container ${container.name ?? container.id}, not of this host`)
        : fail(id, 'suspect', 'file is nowhere', `there is no ${path} on this host, though it was not deleted`);
  }
}

/** The reasons that an upgrade gives until the program is started again. */
const upgrades: readonly string[] = ['replaced: upgrade?', 'upgraded: restart it'];

/** Whether the check fails as after an upgrade, and not for another reason. */
export const isUpgrade = ({id: of, brief}: Pick<Finding, 'id' | 'brief'>): boolean =>
  of === id && upgrades.includes(brief);

function replaced(path: string, owner: ProcessEvidence['package']): Finding {
  const detail = `another file stands at ${path} than the one that runs`;
  if (!owner.known) return fail(id, 'learn', 'replaced: upgrade?', `${detail}: by an upgrade?`);
  if (owner.value === null) return fail(id, 'suspect', 'program replaced', `${detail}, and no package has it`);
  const {name, unchanged} = owner.value;
  if (unchanged.known && !unchanged.value) {
    return fail(id, 'suspect', 'program replaced', `${detail}, and it is not what ${name} has`);
  }
  return fail(id, 'learn', 'upgraded: restart it', `${detail}, as after an upgrade of ${name}`);
}
