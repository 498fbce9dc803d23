import module from 'node:module';
import {env, geteuid} from 'node:process';
import {isSea} from 'node:sea';
import {ownCacheDirectory} from './runtime/compile-cache.ts';

// Compiled code of the last start is used again, where Node can do that (22.1 and later) and nobody else could have put it there.
// The single executable has its own.
if (module.enableCompileCache && geteuid && !isSea()) {
  const directory = ownCacheDirectory(env, geteuid());
  if (directory !== null) module.enableCompileCache(directory);
}

await import('./cli.ts');
