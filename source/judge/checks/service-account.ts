import {processLabel} from '../../domain/program.ts';
import {effectiveProgram, isInterpreter, isServiceAccount, isShellProgram} from '../program-kinds.ts';
import {type CheckRecord, examineHolders, fail, notApplicable, partUnknown, pass, proofOf} from './check.ts';

const id = 'service-account';

/** Fails where a script, a shell or an unpackaged program of a service account opened the connection. */
export const serviceAccount: CheckRecord = {
  id,
  fails: 'a service account (www-data, nobody …) opened the connection by a script, a shell or a program of no package',
  leads: 'learn',
  examine: examined =>
    examined.direction !== 'outbound' || examined.loopback
      ? notApplicable(id, 'asked of connections that this host opened to others')
      : examineHolders(id, examined, (process, evidence) => {
          if (process.uid === null) return partUnknown(id, `the account of process ${process.pid}`, 'not-collected');
          if (!isServiceAccount(process.uid)) return notApplicable(id, 'its account is root or a person');
          if (process.container !== null)
            return notApplicable(id, 'it runs in a container, whose accounts are its own');
          const account = process.user ?? `uid ${process.uid}`;
          const program = effectiveProgram(process, evidence);
          if (!program) return partUnknown(id, `the program of ${processLabel(process)}`, 'refused');
          if (isShellProgram(program) || (isInterpreter(program) && !isOfPackage(evidence.code))) {
            return fail(
              id,
              'learn',
              `script of ${account}`,
              `${program.name}${proofOf(program)} runs a script as ${account}, a service account, and opened it`,
            );
          }
          const {package: owner} = evidence;
          if (!owner.known) return partUnknown(id, `the package of ${processLabel(process)}`, owner.why);
          return owner.value === null
            ? fail(
                id,
                'learn',
                `unpackaged, as ${account}`,
                `${program.name} is of no package, runs as ${account}, a service account, and opened this connection`,
              )
            : pass(id, `${program.name} of ${owner.value.name} runs as ${account}`);
        }),
};

type Code = Parameters<typeof effectiveProgram>[1]['code'];

const isOfPackage = (code: Code): boolean =>
  code.known && code.value.kind === 'file' && code.value.package.known && code.value.package.value !== null;
