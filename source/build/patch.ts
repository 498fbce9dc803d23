import {readFile} from 'node:fs/promises';
import {fileURLToPath} from 'node:url';
import type {Plugin} from 'esbuild';

/** Names that a patched file imports from a file of this project; its path is from `source/` on. */
export type OwnImport = {readonly names: string; readonly from: string};

/** A text that a file must have exactly once, and its replacement. */
export type Change = readonly [original: string, replacement: string];

export type FileChanges = {
  /** Path of the file, from the name of its package on. */
  readonly file: string;
  readonly imports?: readonly OwnImport[];
  readonly changes: readonly Change[];
};

/** One change to one package. */
export type Patch = {
  /** Name of its files in `upstream/`; begins with the package. */
  readonly id: string;
  /** The cost or fault of the package that it removes. */
  readonly reason: string;
  /** The measured gain, in its unit; `upstream/readme.md` describes the measurement. */
  readonly gain: string;
  readonly files: readonly FileChanges[];
};

/**
 * The source of a file with every patch that concerns it; null where none does. Throws where a package's code differs
 * from the code that the patches were made for.
 */
export function patchSource(
  patches: readonly Patch[],
  path: string,
  source: string,
  importLine: (own: OwnImport) => string = importFromSource,
): string | null {
  const normal = path.replaceAll('\\', '/');
  const files = patches.flatMap(patch => patch.files).filter(({file}) => normal.endsWith(`/${file}`));
  if (files.length === 0) return null;
  const lines = files.flatMap(({imports = []}) => imports.map(importLine));
  const changed = files.reduce(
    (text, {file, changes}) => changes.reduce((each, change) => replaceOnce(each, change, file), text),
    source,
  );
  return lines.join('') + changed;
}

function replaceOnce(source: string, [original, replacement]: Change, file: string): string {
  const found = source.split(original).length - 1;
  if (found !== 1) throw new Error(`${file} has "${original}" ${found} times, not once: the package has changed`);
  return source.replace(original, () => replacement);
}

/**
 * An esbuild plugin that changes files of packages on their way into the bundle. A package that has changed stops the
 * build.
 */
export const patchPackages = (patches: readonly Patch[]): Plugin => ({
  name: 'patch-packages',
  setup(builder) {
    builder.onLoad({filter: /[\\/]node_modules[\\/].*\.js$/}, async ({path}) => {
      const contents = patchSource(patches, path, await readFile(path, 'utf8'));
      return contents === null ? null : {contents, loader: 'js'};
    });
  },
});

/** An import of a file of `source/` by its absolute path. */
export const importFromSource = ({names, from}: OwnImport): string =>
  `import {${names}} from ${JSON.stringify(fileURLToPath(new URL(`../${from}`, import.meta.url)))};\n`;
