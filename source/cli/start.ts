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
  const loader = createScriptLoader(directory);
  const kept = {modes: new Set<string>(), names: new Set<string>()};
  if (path !== null) {
    const {modes, code} = readCode(path, build);
    loader.give(code);
    for (const mode of modes) kept.modes.add(mode);
    for (const name of code.keys()) kept.names.add(name);
  }
  const keep: KeepCode = mode => {
    loader.give(noCode.code);
    if (path === null || !loader.hasFirstFlags()) return;
    const isKept = kept.modes.has(mode) && loader.names().every(name => kept.names.has(name));
    if (isKept && !loader.hasRefused()) return;
    const {modes, code} = loader.hasRefused() ? noCode : readCode(path, build);
    kept.modes.add(mode);
    for (const name of loader.names()) kept.names.add(name);
    const all = new Map([...code, ...loader.compiledCode()]);
    writeCode(path, build, {modes: [...new Set([...modes, mode])], code: all});
  };
  (loader.load(main) as {run: (keep: KeepCode) => void}).run(keep);
}

/** The file for the code of this Node; null where somebody else could write it, since code from it is run. */
function codePath(): string | null {
  const directory = ownCache();
  return directory === null ? null : join(directory, `${process.version}-${process.arch}.code`);
}
