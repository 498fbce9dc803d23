import {patching} from './patch.ts';

/**
 * meow can read and normalise the manifest of a package, which takes half of its code and a third of a start's time before
 * the command line is parsed. It is given one, and so leaves these parts out.
 */
export const withoutManifests = patching('without-manifests', [
  {
    file: 'meow/build/options.js',
    changes: [
      [
        "import { a as readPackageUpSync, n as normalizePackageData } from './dependencies.js';",
        'const readPackageUpSync = () => undefined, normalizePackageData = () => {};',
      ],
    ],
  },
  {
    file: 'meow/build/dependencies.js',
    changes: [
      ['var libExports = requireLib$1();', 'var libExports = /* @__PURE__ */ requireLib$1();'],
      ['var normalizeExports = requireNormalize();', 'var normalizeExports = /* @__PURE__ */ requireNormalize();'],
      [
        'const normalizePackageData = getDefaultExportFromCjs(',
        'const normalizePackageData = /* @__PURE__ */ getDefaultExportFromCjs(',
      ],
      ['\npromisify(execFile);', ''],
    ],
  },
]);
