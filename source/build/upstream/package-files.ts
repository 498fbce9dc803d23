import {execFileSync} from 'node:child_process';
import {globSync, mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {createRequire} from 'node:module';
import {tmpdir} from 'node:os';
import {basename, dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {type OwnImport, type Patch, patchSource} from '../patch.ts';

/** The path and the text of a file of a package; `before` is null where a patch adds the file. */
export type PackageFile = {readonly path: string; readonly before: string | null; readonly after: string};

const source = fileURLToPath(new URL('../../', import.meta.url));
const modules = fileURLToPath(new URL('../../../node_modules/', import.meta.url));

/** The package of a patch: all files of a patch are of one package. */
export const packageOf = ({files}: Patch): string => files[0]?.file.split('/')[0] ?? '';

/** A file of an installed package; its path begins with the name of the package. */
export const readInstalled = (path: string): string => readFileSync(join(modules, path), 'utf8');

/** The version of an installed package. */
export const versionOf = (name: string): string =>
  (JSON.parse(readInstalled(`${name}/package.json`)) as {readonly version: string}).version;

/**
 * The files that a patch changes in the installed package, and the files that it adds: a module that a changed file
 * imports from this project becomes JavaScript beside it, made by TypeScript, as the package's own files are.
 */
export function patchedFiles(patch: Patch): readonly PackageFile[] {
  return patch.files.flatMap(({file, imports = []}): readonly PackageFile[] => {
    const before = readInstalled(file);
    const after = patchSource([patch], `/${file}`, before, importBeside) ?? before;
    return [
      {path: file, before, after},
      ...imports.flatMap(({from}) =>
        compiled(from).map(({name, text}) => ({path: join(dirname(file), name), before: null, after: text})),
      ),
    ];
  });
}

const scriptName = (file: string): string => basename(file).replace(/\.ts$/, '.js');

const importBeside = ({names, from}: OwnImport): string => `import { ${names} } from './${scriptName(from)}';\n`;

/** A file of `source/` and all its imports, as files of JavaScript that stand in one folder. */
function compiled(file: string): readonly {readonly name: string; readonly text: string}[] {
  const folder = mkdtempSync(join(tmpdir(), 'portwatch-compiled-'));
  const tsc = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin/tsc');
  const options = '--ignoreConfig --noCheck --target es2023 --module esnext --moduleResolution bundler'.split(' ');
  const imports = ['--allowImportingTsExtensions', '--rewriteRelativeImportExtensions'];
  try {
    execFileSync(process.execPath, [tsc, ...options, ...imports, '--outDir', folder, join(source, file)]);
    return globSync('**/*.js', {cwd: folder})
      .sort()
      .map(path => ({
        name: basename(path),
        text: readFileSync(join(folder, path), 'utf8').replaceAll(/(from ')[^']*\/([^'/]+')/g, '$1./$2'),
      }));
  } finally {
    rmSync(folder, {recursive: true});
  }
}
