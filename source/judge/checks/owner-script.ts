import type {Code, ProcessEvidence} from '../../domain/evidence.ts';
import {whyUnknownWords} from '../../domain/known.ts';
import type {Process} from '../../domain/socket.ts';
import {
  type CheckRecord,
  cannotTell,
  examineHolders,
  type Finding,
  fail,
  notApplicable,
  partUnknown,
  pass,
} from './check.ts';
import {permissions, placeOf} from './place.ts';

const id = 'owner-script';

/** Examines the script of an interpreter, or the program of the loader, as `owner-path` does an executable. */
export const ownerScript: CheckRecord = {
  id,
  fails:
    'an interpreter runs a script that lies where no program is installed or in a hidden directory, is not there, ' +
    'was deleted, or can be changed by everybody; or it runs code that is in no file',
  leads: 'learn or suspect',
  examine: examined => {
    const {homes} = examined.evidence.host;
    const known = homes.known ? homes.value : [];
    return examineHolders(id, examined, (process, evidence) => examineCode(process, evidence, known));
  },
};

function examineCode({pid}: Process, {code}: ProcessEvidence, homes: readonly string[]): Finding {
  if (!code.known) return partUnknown(id, `the code that process ${pid} runs`, code.why);
  const {value} = code;
  switch (value.kind) {
    case 'own':
      return notApplicable(id, 'the program is no interpreter');
    case 'applet':
      return pass(id, `it was called as ${value.name}`);
    case 'terminal':
      return pass(id, 'it takes its commands from a terminal');
    case 'module':
      return pass(id, `it runs the module ${value.name}`);
    case 'command-line':
      return fail(id, 'learn', 'runs code without a file', 'it runs code from its command line, which is in no file');
    case 'standard-input':
      return fail(
        id,
        'learn',
        'runs a script from its standard input',
        'it runs code from its standard input, which is in no file',
      );
    case 'file':
      return examineScript(value, homes);
  }
}

function examineScript(
  {path, state, file, package: owner}: Extract<Code, {kind: 'file'}>,
  homes: readonly string[],
): Finding {
  if (state === 'missing') {
    return fail(id, 'learn', 'script is not there', `the script ${path} is not in the working directory`);
  }
  const place = placeOf(path, homes);
  if (place.kind === 'scratch') {
    return fail(
      id,
      'suspect',
      `script in ${place.directory}`,
      `${path} lies under ${place.directory}, where no program is installed`,
    );
  }
  if (place.kind === 'hidden' && !(owner.known && owner.value !== null)) {
    return fail(
      id,
      'suspect',
      'script in hidden directory',
      `${path} lies in "${place.component}", a hidden directory`,
    );
  }
  if (state === 'deleted')
    return fail(id, 'suspect', 'script is gone', `the script ${path} was deleted since it started`);
  if (!file.known) return cannotTell(id, `who may write ${path} ${whyUnknownWords[file.why].long}`);
  if (file.value.writableByAll !== null) {
    return fail(id, 'suspect', 'anyone may change script', `${file.value.writableByAll} can be written by everybody`);
  }
  return pass(id, `${path}, ${permissions(file.value)}`);
}
