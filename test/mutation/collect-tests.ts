/** A test of a file that was loaded: its suites and its name, and what it does. */
export type CollectedTest = {readonly name: string; readonly run: () => unknown};

type Body = () => unknown;
type Options = {readonly skip?: boolean | string; readonly timeout?: number};
type Declare = (name: string, ...rest: readonly [Body] | readonly [Options, Body]) => void;

/** What a test file takes from `node:test`. */
export type TestModule = {readonly test: Declare; readonly suite: Declare};

/**
 * Stands in for `node:test`, which runs the tests of a process once: these can be run any number of times. `taken`
 * returns the tests that were declared since it was called before. Pure tests need no more of `node:test`: no context,
 * no hooks, no tests within tests.
 */
export function testCollector(): {readonly module: TestModule; readonly taken: () => readonly CollectedTest[]} {
  let collected: CollectedTest[] = [];
  const path: string[] = [];
  const declare =
    (take: (name: string, body: Body) => void): Declare =>
    (name, ...rest) => {
      const [options, body] = rest.length === 1 ? [{}, rest[0]] : rest;
      if (!options.skip) take(name, body);
    };
  const test = declare((name, run) => collected.push({name: [...path, name].join(' > '), run}));
  const suite = declare((name, body) => {
    path.push(name);
    body();
    path.pop();
  });
  const taken = () => {
    const tests = collected;
    collected = [];
    return tests;
  };
  return {module: {test, suite}, taken};
}
