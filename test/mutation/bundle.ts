import {readFileSync} from 'node:fs';
import {resolve} from 'node:path';
import {pathToFileURL} from 'node:url';
import {build, type Plugin} from 'esbuild';

/** Files keep their own `import.meta.url`, of which a bundle would have one for all. */
const ownUrls: Plugin = {
  name: 'own-urls',
  setup({onLoad}) {
    onLoad({filter: /[\\/]test[\\/].*\.ts$/}, ({path}) => {
      const url = JSON.stringify(pathToFileURL(path).href);
      return {contents: readFileSync(path, 'utf8').replaceAll('import.meta.url', url), loader: 'ts'};
    });
  },
};

/** Calls with which instrumented code counts the mutants that it comes by (instrumenter: syntax-helpers.js). */
const countingCall = /\bstryCov_9fa48\((?:"\d+"(?:, )?)+\)/g;

/** Leaves them out, which halves the time of a run. */
const withoutCounts: Plugin = {
  name: 'without-counts',
  setup({onLoad}) {
    onLoad({filter: /[\\/]source[\\/].*\.ts$/}, ({path}) => ({
      contents: readFileSync(path, 'utf8').replaceAll(countingCall, 'void 0'),
      loader: 'ts',
    }));
  },
};

/**
 * The text of a CommonJS module that exports a function for each of these test files, by its path. The function loads
 * the file, with all that it imports but packages. Without `counts`, the code does not count the mutants it comes by.
 */
export async function bundleTests(files: readonly string[], counts: boolean): Promise<string> {
  const loaders = files.map(file => `${JSON.stringify(file)}: () => import(${JSON.stringify(`./${file}`)})`);
  const {outputFiles} = await build({
    stdin: {contents: `module.exports = {${loaders.join(',\n')}};`, resolveDir: resolve()},
    bundle: true,
    write: false,
    format: 'cjs',
    platform: 'node',
    target: 'node24',
    packages: 'external',
    plugins: counts ? [ownUrls] : [ownUrls, withoutCounts],
    logLevel: 'error',
  });
  return outputFiles[0]?.text ?? '';
}
