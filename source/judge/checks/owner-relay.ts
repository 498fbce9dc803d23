import type {ProcessEvidence} from '../../domain/evidence.ts';
import {isShell} from '../../domain/interpreters.ts';
import {type Program, processLabel} from '../../domain/program.ts';
import type {Process} from '../../domain/socket.ts';
import {effectiveProgram, isByteRelay} from '../program-kinds.ts';
import {
  type CheckRecord,
  type Examined,
  examineHolders,
  type Finding,
  fail,
  notApplicable,
  partUnknown,
  pass,
  proofOf,
} from './check.ts';

const id = 'owner-relay';

/** Programs whose job is to give a remote user a shell, after a login. */
const terminals = new Set([
  ...['sshd', 'sshd-session', 'dropbear', 'mosh-server', 'tmux', 'screen', 'et', 'etserver', 'telnetd', 'in.telnetd'],
  ...['login', 'cockpit-bridge', 'ttyd', 'gotty', 'code-server', 'xrdp-sesman', 'jupyter', 'wetty', 'shellinaboxd'],
]);

/** Fails where bytes of the network go into a shell and its output goes back, or a program only passes bytes on. */
export const ownerRelay: CheckRecord = {
  id,
  fails:
    'bytes that it receives go into a shell, or the words of a shell go out through it (pipe, pseudoterminal, ' +
    'socket pair), or it is a program that passes bytes on (nc, socat, openssl), perhaps to a program that it runs',
  leads: 'learn or suspect',
  examine: examined =>
    examineHolders(id, examined, (process, evidence) => {
      const program = effectiveProgram(process, evidence);
      return (program && examineCommand(process, program)) ?? examineRelay(process, program, evidence, examined);
    }),
};

/** An argument of nc, ncat or socat that names a program to run for whoever connects. */
const runsProgram =
  /(?:^|\s)(?:-[a-z]*[ec]|--exec|--sh-exec|--lua-exec)(?:\s+|=)(\S+)|\b(?:EXEC|SYSTEM|SHELL):"?'?([^\s,"']+)/i;

function examineCommand({pid, command}: Process, program: Program): Finding | null {
  if (!isByteRelay(program)) return null;
  const match = command.match(runsProgram);
  const run = match?.[1] ?? match?.[2];
  if (run !== undefined) {
    const name = run.slice(run.lastIndexOf('/') + 1);
    return isShell(name)
      ? fail(
          id,
          'suspect',
          `gives a shell: ${program.name}`,
          `process ${pid} runs ${program.name}, which gives ${name} to whoever it talks to`,
        )
      : fail(
          id,
          'learn',
          `runs ${name} for callers`,
          `process ${pid} runs ${program.name}, which runs ${name} for whoever it talks to`,
        );
  }
  return null;
}

function examineRelay(
  process: Process,
  program: Program | null,
  {relay, code}: ProcessEvidence,
  examined: Examined,
): Finding {
  if (!relay.known) {
    // Of a program that passes bytes on, the name is a sign, even where the pipes are not known.
    const isSign = relay.why === 'not-collected' && program !== null && isByteRelay(program);
    const byName = isSign ? withoutShell(program, examined) : null;
    return byName?.leads ? byName : partUnknown(id, `the pipes of ${processLabel(process)}`, relay.why);
  }
  if (relay.value === null) return withoutShell(program, examined);
  if (program && terminals.has(program.name)) {
    return pass(id, `${program.name} gives remote users a shell, after a login`);
  }
  const {shell, through, direction} = relay.value;
  const where = `${shell.name} (pid ${shell.pid}), over a ${through}`;
  const script = code.known && code.value.kind === 'file' ? code.value : null;
  if (script?.package.known && script.package.value !== null && isServed(examined)) {
    return pass(id, `${script.path} of ${script.package.value.name} offers its callers ${where}`);
  }
  if (direction === 'both' && through === 'pseudoterminal' && script !== null && isServed(examined)) {
    return fail(id, 'learn', `offers a shell: ${shell.name}`, `the server ${script.path} offers its callers ${where}`);
  }
  if (direction === 'both') {
    return fail(
      id,
      'suspect',
      `relays a shell: ${shell.name}`,
      `the bytes that it receives go into ${where}, and the output of that shell goes back`,
    );
  }
  // A server runs scripts for its clients (CGI), and gives them the bytes that it received.
  if (!shell.readsCommands && examined.direction !== 'outbound') return withoutShell(program, examined);
  return direction === 'in'
    ? fail(id, 'learn', `feeds a shell: ${shell.name}`, `the bytes that it receives go into ${where}`)
    : fail(id, 'learn', "sends a shell's output", `the words of ${where} go out through it`);
}

/**
 * Web terminals (Jupyter, code-server) open a shell for whoever has logged in; the script itself is examined by
 * `owner-script`.
 */
const isServed = ({direction}: Examined): boolean => direction === 'listening' || direction === 'inbound';

/** nc and the like have no protocol of their own: their port is no evidence of the protocol. */
function withoutShell(program: Program | null, {direction, loopback}: Examined): Finding {
  if (program && isByteRelay(program) && !loopback) {
    return direction === 'listening' || direction === 'unconnected'
      ? fail(
          id,
          'learn',
          `${program.name} waits for a call`,
          `${program.name}${proofOf(program)} listens, and passes bytes on to what is not seen here`,
        )
      : fail(
          id,
          'learn',
          `${program.name} passes bytes on`,
          `${program.name}${proofOf(program)} passes on what it is given, whatever the port is for`,
        );
  }
  return direction === 'unconnected' && program === null
    ? notApplicable(id, 'its input is not known')
    : pass(id, 'it shares no pipe, pseudoterminal or socket pair with a shell');
}
