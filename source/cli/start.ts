import {join} from 'node:path';
import {noCode, readCode, writeCode} from '../system/code-file.ts';
import {ownCache} from '../system/compile-cache.ts';
import {createScriptLoader} from '../system/script-loader.ts';

/** The built program: where its scripts are, which one runs it, and a text that no other build has. */
type BuiltProgram = {readonly directory: URL; readonly main: string; readonly build: string};

/** Keeps the compiled code of this run in a mode of the program, so that the next start takes less. */
export type KeepCode = (mode: string) => void;

/**
 * Runs the program from its scripts, with the compiled code that an earlier start kept. One file has the code of all
 * modes that have run: the first start in another mode adds the functions of this one.
 */
export function startBuilt({directory, main, build}: BuiltProgram): void {
  const path = codePath();
  let kept = path === null ? noCode : readCode(path, build);
  const loader = createScriptLoader(directory, kept.code);
  const keep: KeepCode = mode => {
    if (path === null) return;
    if (kept.modes.includes(mode) && loader.names().every(name => kept.code.has(name)) && !loader.hasRefused()) return;
    if (!loader.hasFirstFlags()) return;
    const before = loader.hasRefused() ? noCode : kept;
    kept = {modes: [...new Set([...before.modes, mode])], code: new Map([...before.code, ...loader.compiledCode()])};
    writeCode(path, build, kept);
  };
  (loader.load(main) as {run: (keep: KeepCode) => void}).run(keep);
}

/** The file for the code of this Node; null where somebody else could write it, since code from it is run. */
function codePath(): string | null {
  const directory = ownCache();
  return directory === null ? null : join(directory, `${process.version}-${process.arch}.code`);
}
