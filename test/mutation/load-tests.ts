import {createRequire} from 'node:module';
import {Script} from 'node:vm';
import {type CollectedTest, testCollector} from './collect-tests.ts';
import {quickAssert} from './quick-assert.ts';

/** Loads a test file, with all that it imports unless that was loaded before, and returns its tests. */
export type LoadTests = (file: string) => Promise<readonly CollectedTest[]>;

type Evaluate = (
  require: (name: string) => unknown,
  module: {exports: Readonly<Record<string, () => Promise<unknown>>>},
) => void;

const require = createRequire(import.meta.url);

/**
 * Compiles a bundle of `bundleTests` once. Each call of the result makes a world of its own, in which nothing has been
 * loaded: no table and no cache of one world is seen in another.
 */
export function compileBundle(bundle: string): () => LoadTests {
  const evaluate: Evaluate = new Script(`(function (require, module) {${bundle}\n})`, {
    filename: 'bundled-tests.js',
  }).runInThisContext();
  return () => {
    const collector = testCollector();
    const module: Parameters<Evaluate>[1] = {exports: {}};
    const replaced: Readonly<Record<string, unknown>> = {
      'node:test': collector.module,
      'node:assert/strict': quickAssert,
    };
    evaluate(name => replaced[name] ?? require(name), module);
    return async file => {
      await module.exports[file]?.();
      return collector.taken();
    };
  };
}
