import {createHash} from 'node:crypto';
import {mkdir, readdir, rm, writeFile} from 'node:fs/promises';
import {basename, join, resolve} from 'node:path';
import {type BuildOptions, build, type OutputFile, type Plugin, transform} from 'esbuild';
import {minified} from './options.ts';

/** A script is a function, so that its names are its own. */
const wrapper = {banner: '(function(exports,require,module,__url){', footer: '})'};
const startFile = /[\\/]cli[\\/]main\.ts$/;

/**
 * Builds the program as scripts (system/script-loader.ts) in a folder, and puts the code that starts it from there in
 * place of its main file.
 */
export const mainAsScripts = (folder: string, options: BuildOptions): Plugin => ({
  name: 'main-as-scripts',
  setup(builder) {
    const root = builder.initialOptions.absWorkingDir ?? process.cwd();
    const place = resolve(root, folder);
    let written: readonly string[] = [];
    builder.onLoad({filter: startFile}, async ({path}) => {
      const {scripts, inputs} = await buildScripts(path, root, options);
      written = scripts.map(({name}) => name);
      await mkdir(place, {recursive: true});
      await Promise.all(scripts.map(({name, text}) => writeFile(join(place, name), text)));
      const main = scripts.find(({name}) => /^main-\w+\.js$/.test(name))?.name;
      const texts = scripts.map(({name, text}) => `${name}\n${text}`).sort();
      const hash = createHash('sha256').update(texts.join()).digest('hex').slice(0, 16);
      const start = resolve(root, 'source/cli/start.ts');
      return {
        contents: `${await startText(start, root, options)}
export const run = () => start.startBuilt({
  directory: new URL('.', import.meta.url),
  main: ${JSON.stringify(main)},
  build: ${JSON.stringify(hash)},
});`,
        loader: 'js',
        resolveDir: root,
        watchFiles: [start, ...inputs],
      };
    });
    // Chunks have the hash of their content in their name, so the chunks of earlier builds would pile up.
    builder.onEnd(async ({errors, metafile}) => {
      if (errors.length > 0 || !metafile) return;
      const built = new Set([...Object.keys(metafile.outputs).map(path => basename(path)), ...written]);
      const others = (await readdir(place)).filter(name => !built.has(name));
      await Promise.all(others.map(name => rm(join(place, name))));
    });
  },
});

type Script = {readonly name: string; readonly text: string};

async function buildScripts(entry: string, root: string, options: BuildOptions) {
  const {outputFiles, metafile} = await build({
    ...options,
    ...minified,
    absWorkingDir: root,
    entryPoints: {main: entry},
    outdir: join(root, 'dist/chunks'),
    splitting: true,
    define: {...options.define, 'import.meta.url': '__url'},
    entryNames: '[name]-[hash]',
    chunkNames: '[name]-[hash]',
    banner: {},
    metafile: true,
    write: false,
  });
  const files = new Map(outputFiles.map(file => [basename(file.path), file]));
  const chunks = [...files].filter(([name]) => name.endsWith('.js'));
  const scripts = await Promise.all(chunks.map(([name, file]) => toScripts(name, file, files.get(`${name}.map`))));
  return {scripts: scripts.flat(), inputs: Object.keys(metafile.inputs).map(path => resolve(root, path))};
}

/** The script of a chunk, and its source map. */
async function toScripts(name: string, {text}: OutputFile, map: OutputFile | undefined): Promise<readonly Script[]> {
  const inline = Buffer.from(map?.text ?? '').toString('base64');
  const {code, map: changed} = await transform(`${text}\n//# sourceMappingURL=data:application/json;base64,${inline}`, {
    ...minified,
    ...wrapper,
    format: 'cjs',
    platform: 'node',
    target: 'node22',
    supported: {'dynamic-import': false},
    sourcefile: name,
  });
  return [
    {name, text: toAscii(code)},
    {name: `${name}.map`, text: changed},
  ];
}

/**
 * The bundler leaves other characters in regular expressions alone. A text with one of them takes two bytes for each
 * character, for as long as the program runs.
 */
const toAscii = (code: string): string =>
  code.replace(/[^\0-\x7f]/g, unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);

/**
 * The code that starts the scripts, as the value of `start`. It takes modules of Node by `require`, which loads less of
 * them.
 */
async function startText(path: string, root: string, options: BuildOptions): Promise<string> {
  const {outputFiles} = await build({
    ...options,
    absWorkingDir: root,
    entryPoints: [path],
    format: 'iife',
    globalName: 'start',
    banner: {},
    inject: [],
    splitting: false,
    write: false,
  });
  return outputFiles[0]?.text ?? '';
}
