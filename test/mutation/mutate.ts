import {globSync, readFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {parseArgs} from 'node:util';
import {Stryker} from '@stryker-mutator/core';
import {numbersFrom} from '../helpers/mutate.ts';
import {sampleOf} from './sample.ts';
import {scores, survivors} from './score.ts';
import {mutatedFolders} from './test-files.ts';

/**
 * `npm run mutate [-- file…]` changes the sources in thousands of small ways, one at a time, and runs the pure tests
 * for each; `--sample 8` changes one in eight paragraphs, the same ones each time. Prints the changes that no test
 * noticed. Whether a change can be noticed at all is for a reader to say, so this exits with 0 for any score.
 */
const {values, positionals} = parseArgs({
  allowPositionals: true,
  options: {sample: {type: 'string', default: '1'}, concurrency: {type: 'string', default: '1'}},
});
const patterns = positionals.length > 0 ? positionals : mutatedFolders.map(folder => `source/${folder}/**/*.ts`);
const next = numbersFrom(1);
const sample = Number(values.sample);
const ranges = globSync(patterns)
  .sort()
  .flatMap(file => (sample > 1 ? sampleOf(file, readFileSync(file, 'utf8'), sample, next) : [file]));

const mutants = await new Stryker({
  mutate: ranges,
  testRunner: 'pure-tests',
  plugins: [join(import.meta.dirname, 'runner.ts')],
  concurrency: Number(values.concurrency),
  timeoutMS: 3000,
  tempDirName: join(tmpdir(), 'portwatch-mutation'),
  cleanTempDir: 'always',
  // Without tsconfig.json, for which Stryker would need a TypeScript before 7.
  ignorePatterns: ['*', '!source', '!source/**', '!test', '!test/**', '!readme.md', '!package.json'],
  reporters: ['progress'],
}).runMutationTest();

console.log(['', ...survivors(mutants), '', ...scores(mutants, mutatedFolders)].join('\n'));
