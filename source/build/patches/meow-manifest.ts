import type {Patch} from '../patch.ts';

export const meowManifest: Patch = {
  id: 'meow-manifest',
  reason: 'meow loads packages that find and normalise a package.json, though it is given one',
  gain: '',
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
