import type {Patch} from '../patch.ts';

export const meowManifest: Patch = {
  id: 'meow-manifest',
  reason: 'meow loads packages that find and normalise a package.json, though it is given one',
  gain: 'start with an option to first rows: CPU 10 % (1 to 14), memory 5 % (5 to 6); bundle 7 %',
  files: [
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
  ],
};
