import {whyUnknownWords} from '../../domain/known.ts';
import {programOf} from '../../domain/program.ts';
import {cannotTell, type Examine, examineHolders, fail, pass} from './check.ts';

const id = 'owner-program';

/** Fails when a holder is none of the programs the rule expects, or when no process at all holds the socket. */
export const ownerProgram: Examine = (facts, {expects}) => {
  const {owner} = facts.socket;
  if (!owner.known && owner.why === 'no-process') {
    return fail(id, 'suspect', 'no process holds it', 'no process holds it, although every process could be read');
  }
  if (!expects) return null;
  return examineHolders(id, facts, process => {
    const program = programOf(process);
    if (!program) {
      const why = process.executable.known ? 'not-collected' : process.executable.why;
      return cannotTell(id, `the program of process ${process.pid} ${whyUnknownWords[why].long}`);
    }
    const proof = program.proven ? '' : ' (name only, not proof)';
    if (expects.programs.some(program.is)) return pass(id, `${program.name}${proof}`);
    const brief = `${program.name}, not ${expects.called}`;
    return fail(id, expects.leads, brief, `process ${process.pid} runs ${brief}${proof}`);
  });
};
