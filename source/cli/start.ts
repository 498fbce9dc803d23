import module from 'node:module';
import process, {env} from 'node:process';
import {isSea} from 'node:sea';
import {ownCacheDirectory} from '../system/compile-cache.ts';
import {isAboveItsUser, ownStatus} from '../system/own-status.ts';

// Node 22.1 and later can load the compiled code of the last start, provided that nobody else could write it. The
// single executable carries its own.
const euid = process.geteuid?.();
if (module.enableCompileCache && euid !== undefined && !isSea()) {
  const directory = isAboveItsUser(ownStatus(), euid) ? null : ownCacheDirectory(env, euid);
  if (directory !== null) module.enableCompileCache(directory);
}

await import('./main.ts');
