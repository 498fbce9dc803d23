import {readFileSync, writeFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {relative} from 'node:path';
import type {CoverageData, InstrumenterContext, MutantCoverage} from '@stryker-mutator/api/core';
import {PluginKind} from '@stryker-mutator/api/plugin';
import {
  type DryRunResult,
  DryRunStatus,
  type MutantRunOptions,
  type MutantRunResult,
  MutantRunStatus,
  type TestResult,
  type TestRunner,
  TestStatus,
} from '@stryker-mutator/api/test-runner';
import {bundleTests} from './bundle.ts';
import {chooseTests, testId} from './choose-tests.ts';
import {compileBundle, type LoadTests} from './load-tests.ts';
import {pureTestFiles} from './test-files.ts';

/** Shared with the instrumented code: which mutant is active, and how often the code came by each. */
const context: InstrumenterContext = {};
Object.assign(globalThis, {__stryker__: context});

/** In the sandbox, for the process that is started anew after one was stuck in an endless loop. */
const bundleFile = 'bundled-tests.js';
const costsFile = 'costs.json';

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** How a test fails, or undefined. */
async function failureOf(run: () => unknown): Promise<string | undefined> {
  try {
    await run();
  } catch (error) {
    return messageOf(error);
  }
  return undefined;
}

const cpuMilliseconds = (): number => {
  const {user, system} = process.cpuUsage();
  return (user + system) / 1000;
};

/**
 * Runs the pure tests in this process, for one mutant after another. Each run loads the modules anew, from code that
 * was compiled once, so that a mutant of a table works as one of a function does: it counts as covered by each test of
 * the files that load it.
 */
class PureTests implements TestRunner {
  #newWorld: (() => LoadTests) | undefined;
  #costs: ReadonlyMap<string, number> = new Map();
  /** By source file: how many of its mutants a test file has killed. */
  readonly #kills = new Map<string, Map<string, number>>();

  capabilities() {
    return {reloadEnvironment: true};
  }

  async init(): Promise<void> {
    // Property tests try the same cases each time, and look for no smaller one that fails.
    createRequire(import.meta.url)('fast-check').configureGlobal({seed: 20261121, endOnFailure: true});
  }

  async dryRun(): Promise<DryRunResult> {
    const newWorld = compileBundle(await bundleTests(pureTestFiles, true));
    const tests: TestResult[] = [];
    const perTest: Record<string, CoverageData> = {};
    const costs: [string, number][] = [];
    for (const fileName of pureTestFiles) {
      const coverage: MutantCoverage = {static: {}, perTest: {}};
      context.mutantCoverage = coverage;
      let began = performance.now();
      const loaded = await newWorld()(fileName);
      for (const [index, {name, run}] of loaded.entries()) {
        const id = testId(fileName, index);
        const cpuBefore = cpuMilliseconds();
        context.currentTestId = id;
        const failure = await failureOf(run);
        delete context.currentTestId;
        costs.push([id, cpuMilliseconds() - cpuBefore]);
        const result = {id, name: `${fileName}: ${name}`, fileName, timeSpentMs: performance.now() - began};
        const failed = {status: TestStatus.Failed, failureMessage: failure ?? ''} as const;
        tests.push({...result, ...(failure === undefined ? {status: TestStatus.Success} : failed)});
        perTest[id] = {...coverage.static, ...coverage.perTest[id]};
        began = performance.now();
      }
    }
    writeFileSync(bundleFile, await bundleTests(pureTestFiles, false));
    writeFileSync(costsFile, JSON.stringify(costs));
    return {status: DryRunStatus.Complete, tests, mutantCoverage: {static: {}, perTest}};
  }

  async mutantRun(options: MutantRunOptions): Promise<MutantRunResult> {
    const {testFilter = [], activeMutant, sandboxFileName, hitLimit} = options;
    if (this.#newWorld === undefined) {
      this.#newWorld = compileBundle(readFileSync(bundleFile, 'utf8'));
      this.#costs = new Map(JSON.parse(readFileSync(costsFile, 'utf8')));
    }
    Object.assign(context, {activeMutant: activeMutant.id, hitCount: 0, hitLimit: hitLimit ?? 1e9});
    const source = relative('', sandboxFileName);
    const kills = this.#kills.get(source) ?? new Map<string, number>();
    this.#kills.set(source, kills);
    const load = this.#newWorld();
    let nrOfTests = 0;
    let killedBy = '';
    let killer = '';
    try {
      for (const {file, indexes} of chooseTests(source, testFilter, this.#costs, kills)) {
        [killer, killedBy] = [file, testId(file, Math.min(...indexes))];
        const tests = await load(file);
        for (const index of indexes) {
          killedBy = testId(file, index);
          nrOfTests++;
          await tests[index]?.run();
        }
      }
    } catch (error) {
      kills.set(killer, (kills.get(killer) ?? 0) + 1);
      if (isStuck()) return {status: MutantRunStatus.Timeout};
      return {status: MutantRunStatus.Killed, killedBy: [killedBy], failureMessage: messageOf(error), nrOfTests};
    }
    return isStuck() ? {status: MutantRunStatus.Timeout} : {status: MutantRunStatus.Survived, nrOfTests};
  }
}

/** Whether the code came by its mutant so often that it would go on for ever. */
const isStuck = (): boolean => (context.hitCount ?? 0) > (context.hitLimit ?? 0);

export const strykerPlugins = [{kind: PluginKind.TestRunner, name: 'pure-tests', factory: () => new PureTests()}];
