import {readFileSync} from 'node:fs';
import {createRequire, enableCompileCache, registerHooks} from 'node:module';
import {fileURLToPath} from 'node:url';

/**
 * Loaded before every test file; in JavaScript, since Node would load its compiler of TypeScript for this file alone:
 * what it has compiled before it takes from a cache.
 */
enableCompileCache('node_modules/.cache/portwatch/compiled');

const {PROPERTY_SEED, TEST_FILE_LIMIT} = process.env;
const require = createRequire(import.meta.url);

registerHooks({
  load(url, context, nextLoad) {
    // Node takes types out itself, and leaves JSX to others.
    if (url.endsWith('.tsx')) {
      const text = readFileSync(fileURLToPath(url), 'utf8');
      const {code} = require('esbuild').transformSync(text, {loader: 'tsx', jsx: 'automatic'});
      return {format: 'module', source: code, shortCircuit: true};
    }
    const loaded = nextLoad(url, context);
    if (!PROPERTY_SEED || !url.endsWith('/fast-check/lib/fast-check.js')) return loaded;
    // With PROPERTY_SEED, as `.ci/run` sets it, property tests try the same cases each time, so that a run that passed
    // passes again. Without it they try new ones; a failure prints its seed.
    return {...loaded, source: `${loaded.source}\nconfigureGlobal({seed: ${Number(PROPERTY_SEED)}});`};
  },
});

if (TEST_FILE_LIMIT) {
  const stop = () => {
    const open = process.getActiveResourcesInfo().join(', ');
    process.stderr.write(
      `The process of this test file has not ended after ${TEST_FILE_LIMIT} ms; open are: ${open}\n`,
    );
    process.exit(1);
  };
  setTimeout(stop, Number(TEST_FILE_LIMIT)).unref();
}
