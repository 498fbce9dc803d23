import {globSync} from 'node:fs';
import {availableParallelism} from 'node:os';
import {run} from 'node:test';
import {parseArgs} from 'node:util';
import {ownProcessFiles} from './groups.ts';
import report from './helpers/reporter.ts';

/**
 * `node test/run.ts [file or folder…]` runs all tests, or these with a process for each file; `--unit` runs the tests
 * that share one process, or these in one process; `--watch` runs them again when a file that they import changes.
 *
 * Whatever hangs ends: a test or suite after `--test-limit` milliseconds unless it has a `timeout` of its own, a
 * process after `--file-limit` (see `helpers/preload.js`), and, where a process no longer turns its event loop, the run
 * after `--run-limit`.
 */
const {values, positionals} = parseArgs({
  allowPositionals: true,
  options: {
    unit: {type: 'boolean', default: false},
    watch: {type: 'boolean', default: false},
    'test-limit': {type: 'string', default: '120000'},
    'file-limit': {type: 'string', default: '600000'},
    'run-limit': {type: 'string', default: '1800000'},
  },
});

const patterns = positionals.flatMap(each => [each, `${each}/**/*.test.{ts,tsx}`]);
const found = globSync(patterns).filter(file => /\.test\.tsx?$/.test(file));
const named = positionals.length > 0 ? [...new Set(found)].sort() : null;
const ofUnit = values.unit || named === null ? ['test/unit.ts'] : [];
const others = values.unit ? [] : (named ?? ownProcessFiles);

process.env.TEST_FILE_LIMIT = values['file-limit'];
const events = run({
  files: [...ofUnit, ...others],
  argv: values.unit ? (named ?? []) : [],
  execArgv: ['--import', './test/helpers/preload.js'],
  // The tests of the built program wait more than they work.
  concurrency: Math.max(2, availableParallelism() - 1),
  timeout: Number(values['test-limit']),
  watch: values.watch,
  ...(values.watch ? {} : {signal: AbortSignal.timeout(Number(values['run-limit']))}),
});
process.exitCode = 1;
events.on('test:summary', ({file, success}) => {
  if (file === undefined && success) process.exitCode = 0;
});
events.compose(report).pipe(process.stdout);
