import {readFileSync} from 'node:fs';
import {registerHooks} from 'node:module';
import {fileURLToPath} from 'node:url';
import {patchSource} from '../../source/build/patch.ts';
import {patches} from '../../source/build/patches/index.ts';
import {LazySegmenter} from '../../source/terminal/ink/lazy-segmenter.ts';

/**
 * Loaded before a test file by `--import`: packages are loaded with the changes that the build makes to them. A process
 * in which a file of Ink was not changed, as its tests do not mount the screen, fails.
 */
const patched = new Set<string>();

registerHooks({
  load(url, context, nextLoad) {
    const loaded = nextLoad(url, context);
    if (!/^file:.*\/node_modules\/.*\.js$/.test(url)) return loaded;
    const path = fileURLToPath(url);
    const source = patchSource(patches, path, readFileSync(path, 'utf8'));
    if (source === null) return loaded;
    patched.add(path.replaceAll('\\', '/'));
    return {...loaded, source};
  },
});

Object.assign(Intl, {Segmenter: LazySegmenter});

process.once('exit', () => {
  const files = patches.filter(({id}) => id.startsWith('ink-')).flatMap(patch => patch.files.map(({file}) => file));
  const missing = files.filter(file => ![...patched].some(path => path.endsWith(`/${file}`)));
  if (missing.length === 0) return;
  console.error(`loaded without its patch: ${missing.join(', ')}`);
  process.exitCode = 1;
});
