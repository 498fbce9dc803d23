import type {ProcessEvidence} from '../../domain/evidence.ts';
import {baseName, processLabel} from '../../domain/program.ts';
import type {Process} from '../../domain/socket.ts';
import {effectiveProgram, isInterpreter} from '../program-kinds.ts';
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

const id = 'owner-injected';

const words = {
  scratch: 'lies where no program is installed',
  hidden: 'lies in a hidden directory',
  writable: 'can be written by everybody',
  deleted: 'was deleted',
  unpackaged: 'is of no package',
};

/** Fails where foreign code is mapped into a listener or an expected daemon, or another process traces it. */
export const ownerInjected: CheckRecord = {
  id,
  fails: 'it has code in memory from a file that nobody installed, or another process traces it',
  leads: 'learn or suspect',
  examine: (examined, {expects}) =>
    examined.direction === 'listening' || examined.direction === 'unconnected' || expects
      ? examineHolders(id, examined, (process, evidence) =>
          examineMappings(process, evidence, expects !== null, examined),
        )
      : notApplicable(id, 'asked of listeners, and where a rule expects a certain program'),
};

function examineMappings(
  process: Process,
  evidence: ProcessEvidence,
  isExpected: boolean,
  {evidence: all}: Examined,
): Finding {
  const {tracer, mappings} = evidence;
  if (tracer.known && tracer.value !== 0) {
    return fail(
      id,
      'learn',
      'is being traced',
      `process ${tracer.value} traces ${processLabel(process)} and can change what it does`,
    );
  }
  if (!mappings.known) return partUnknown(id, `the code in memory of ${processLabel(process)}`, mappings.why);
  const program = effectiveProgram(process, evidence);
  // Interpreters load code by design; there only the place counts.
  const loadsByDesign = program !== null && isInterpreter(program);
  const hasManager = !(all.host.packageManager.known && all.host.packageManager.value === null);
  const counts = mappings.value.foreign.filter(
    ({why}) => why !== 'unpackaged' || (isExpected && !loadsByDesign && hasManager && process.container === null),
  );
  const worst = counts.find(({why}) => why !== 'unpackaged') ?? counts[0];
  if (!worst) return pass(id, 'all code in memory is from installed files, and nothing traces it');
  const detail = `code of ${worst.path} is in its memory, which ${words[worst.why]}`;
  // A JVM and Node unpack native libraries under /tmp before they load them.
  const leads = worst.why === 'unpackaged' || loadsByDesign ? 'learn' : 'suspect';
  return fail(id, leads, `foreign code: ${baseName(worst.path)}`, detail);
}
