import type {ProcessEvidence} from '../../domain/evidence.ts';
import {processLabel} from '../../domain/program.ts';
import type {Process} from '../../domain/socket.ts';
import {effectiveProgram} from '../program-kinds.ts';
import type {Expectation} from '../rules/rule.ts';
import {
  type CheckRecord,
  type Examined,
  examineHolders,
  type Finding,
  fail,
  notApplicable,
  partUnknown,
  pass,
} from './check.ts';

const id = 'owner-packaged';

/** Fails where a rule expects a certain program, this host has a package manager, and no package has the file. */
export const ownerPackaged: CheckRecord = {
  id,
  fails: 'the program bears an expected name, and no package of this host has the file',
  leads: 'learn',
  examine: (examined, {expects}) =>
    expects
      ? examineHolders(id, examined, (process, evidence) => examinePackage(process, evidence, expects, examined))
      : notApplicable(id, 'the rule expects no certain program'),
};

function examinePackage(
  process: Process,
  evidence: ProcessEvidence,
  expects: Expectation,
  {evidence: {host}}: Examined,
): Finding {
  const {packageManager} = host;
  if (packageManager.known && packageManager.value === null) {
    return notApplicable(id, 'this host has no package manager that is known');
  }
  if (process.container !== null) return notApplicable(id, 'a file of a container is of no package of this host');
  const program = effectiveProgram(process, evidence);
  if (program && !expects.programs.some(program.is)) return notApplicable(id, 'it is none of the expected programs');
  const {package: owner} = evidence;
  if (!owner.known) return partUnknown(id, `the package of ${processLabel(process)}`, owner.why);
  const name = program?.name ?? process.name ?? processLabel(process);
  return owner.value === null
    ? fail(id, 'learn', 'not from a package', `${name} is not from a package of this host`)
    : pass(id, `${name} is a file of ${owner.value.name} (${owner.value.manager})`);
}
