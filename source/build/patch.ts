import {readFile} from 'node:fs/promises';
import {fileURLToPath} from 'node:url';
import type {Plugin} from 'esbuild';

/** A file of a package, what is changed in it (text that must stand there once, and what takes its place), and what is put before. */
export type Patch = {
  /** The end of its path, from the name of the package on. */
  readonly file: string;
  readonly before?: string;
  readonly changes: readonly (readonly [there: string, instead: string])[];
};

/** Changes files of packages on their way into the bundle. A package whose code differs stops the build. */
export const patching = (name: string, patches: readonly Patch[]): Plugin => ({
  name,
  setup(builder) {
    builder.onLoad({filter: /[\\/]node_modules[\\/].*\.js$/}, async ({path}) => {
      const patch = patches.find(({file}) => path.replaceAll('\\', '/').endsWith(`/${file}`));
      if (!patch) return null;
      const source = await readFile(path, 'utf8');
      const changed = patch.changes.reduce((text, change) => replaceOnce(text, change, patch.file), source);
      return {contents: (patch.before ?? '') + changed, loader: 'js'};
    });
  },
});

function replaceOnce(source: string, [there, instead]: readonly [string, string], file: string): string {
  if (source.split(there).length !== 2) throw new Error(`"${there}" does not stand once in ${file}: it has changed`);
  return source.replace(there, () => instead);
}

/** A line that imports a function of a file beside this one. */
export const importOwn = (name: string, file: string): string =>
  `import {${name}} from ${JSON.stringify(fileURLToPath(new URL(file, import.meta.url)))};\n`;
