import type {ProcessEvidence} from '../../domain/evidence.ts';
import {baseName, processLabel} from '../../domain/program.ts';
import type {Process} from '../../domain/socket.ts';
import {hostNotes} from '../host-notes.ts';
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

const asServer =
  'no file of its code was deleted, lies where no program is installed, or can be changed by everybody; ' +
  'nothing traces it';
const asClient = 'no file of its code lies where no program is installed, or can be changed by everybody';

/** Fails where foreign code is mapped into a listener or an expected daemon, or another process traces it. */
export const ownerInjected: CheckRecord = {
  id,
  fails:
    'it has code in memory from a file that was deleted, lies where no program is installed or in a hidden ' +
    'directory, can be changed by everybody or, of an expected program, is of no package; or another process traces it',
  leads: 'learn or suspect',
  examine: (examined, {expects}) =>
    !expects && (examined.direction === 'inbound' || (examined.direction === 'outbound' && examined.loopback))
      ? notApplicable(
          id,
          'asked of listeners, of connections to other hosts, and where a rule expects a certain program',
        )
      : examineHolders(id, examined, (process, evidence) =>
          examineMappings(process, evidence, expects !== null, examined),
        ),
};

function examineMappings(
  process: Process,
  evidence: ProcessEvidence,
  isExpected: boolean,
  {evidence: all, direction}: Examined,
): Finding {
  const {tracer, mappings} = evidence;
  const isClient = direction === 'outbound' && !isExpected;
  if (tracer.known && tracer.value !== 0 && !isClient) {
    return fail(
      id,
      'learn',
      'is being traced',
      `process ${tracer.value} traces ${processLabel(process)} and can change what it does`,
    );
  }
  if (!mappings.known) return partUnknown(id, `the code in memory of ${processLabel(process)}`, mappings.why);
  const program = effectiveProgram(process, evidence);
  // Interpreters load code by design; for them only the place counts.
  const loadsByDesign = program !== null && isInterpreter(program);
  if (isClient && loadsByDesign) return notApplicable(id, 'a client that loads code by design');
  const hasManager = !(all.host.packageManager.known && all.host.packageManager.value === null);
  const counts = mappings.value.foreign.filter(({why}) => {
    // Programs of a desktop are upgraded while they run, and have code in hidden directories of theirs.
    if (isClient) return why === 'scratch' || why === 'writable';
    return why !== 'unpackaged' || (isExpected && !loadsByDesign && hasManager && process.container === null);
  });
  const worst = counts.find(({why}) => why !== 'unpackaged') ?? counts[0];
  if (!worst) return pass(id, `${isClient ? asClient : asServer}${preloaded(all)}`);
  const detail = `code of ${worst.path} is in its memory, which ${words[worst.why]}`;
  // A JVM, Node and PyInstaller unpack native libraries under /tmp before they load them, other clients at times.
  const unpacks = loadsByDesign || isClient || unpacked.test(worst.path);
  const leads = worst.why === 'unpackaged' || unpacks ? 'learn' : 'suspect';
  return fail(id, leads, `foreign code: ${baseName(worst.path)}`, detail);
}

/** The directory into which a program made by PyInstaller unpacks itself. */
const unpacked = /^\/tmp\/_MEI\w+\//;

/** A note on the libraries that every program of the host loads by /etc/ld.so.preload; "" where there are none. */
const preloaded = (evidence: Examined['evidence']): string =>
  hostNotes(evidence)
    .map(({text}) => `; ${text}`)
    .join('');
