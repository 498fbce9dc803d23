import {readFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {Script} from 'node:vm';

/** The compiled code of scripts, by name, as V8 serializes it. */
export type CompiledCode = ReadonlyMap<string, Uint8Array>;

type ScriptLoader = {
  /** Hands over compiled code for the scripts to come, in place of the code that it had. */
  readonly give: (compiled: CompiledCode) => void;
  /** Runs a script of the directory, once; its exports. Throws where it cannot be read, or throws itself. */
  readonly load: (name: string) => unknown;
  /** The compiled code of every script that was loaded, by name, with the functions that were called since. */
  readonly compiledCode: () => CompiledCode;
  readonly names: () => readonly string[];
  /** Whether V8 refused compiled code that it was given: it was of another V8, or for other flags. */
  readonly hasRefused: () => boolean;
  /** Whether the flags of V8 are as they were at the start, so that a later start takes code of this moment. */
  readonly hasFirstFlags: () => boolean;
};

/**
 * Modules of Node that many starts do without, whose loading takes milliseconds: a script gets them at the first use of
 * one of their names.
 */
const loadedAtUse = ['node:child_process', 'node:crypto', 'node:fs/promises', 'node:readline', 'node:stream/promises'];

/** Stands for an object until the first use of it. */
const atUse = (load: () => object): object =>
  new Proxy(
    {},
    {
      get: (_, name) => Reflect.get(load(), name),
      has: (_, name) => Reflect.has(load(), name),
      ownKeys: () => Reflect.ownKeys(load()),
      getOwnPropertyDescriptor: (_, name) => {
        const described = Reflect.getOwnPropertyDescriptor(load(), name);
        return described && {...described, configurable: true};
      },
    },
  );

type Loaded = {readonly script: Script; readonly module: {exports: unknown}};
type Run = (exports: unknown, require: (id: string) => unknown, module: Loaded['module'], url: string) => void;

/**
 * Loads the scripts of a directory, each a function of `exports`, `require`, `module` and its URL, as the build leaves
 * them. Node's own loader keeps the compiled code of a module as it was before the module ran: without most of its
 * functions, which V8 then compiles anew at each start.
 */
export function createScriptLoader(directory: URL): ScriptLoader {
  let compiled: CompiledCode = new Map();
  const loaded = new Map<string, Loaded>();
  const first = new Script('0').createCachedData();
  const requireOther = createRequire(directory);
  const require = (id: string): unknown => {
    if (id.startsWith('./')) return load(id.slice(2));
    if (!loadedAtUse.includes(id)) return requireOther(id);
    return atUse(() => requireOther(id));
  };

  function load(name: string): unknown {
    const before = loaded.get(name);
    if (before) return before.module.exports;
    const url = new URL(name, directory);
    const cachedData = compiled.get(name) as Buffer | undefined;
    const options = {filename: url.href, ...(cachedData && {cachedData})};
    const script = new Script(readFileSync(url, 'utf8'), options);
    const module = {exports: {}};
    loaded.set(name, {script, module});
    (script.runInThisContext() as Run)(module.exports, require, module, url.href);
    return module.exports;
  }

  return {
    give: code => {
      compiled = code;
    },
    load,
    compiledCode: () => new Map([...loaded].map(([name, {script}]) => [name, script.createCachedData()])),
    names: () => [...loaded.keys()],
    hasFirstFlags: () => new Script('0', {filename: 'flags', cachedData: first}).cachedDataRejected === false,
    hasRefused: () => [...loaded.values()].some(({script}) => script.cachedDataRejected),
  };
}
