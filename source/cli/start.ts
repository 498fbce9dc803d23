import module from 'node:module';
import process, {env} from 'node:process';
import {isSea} from 'node:sea';
import {ownCacheDirectory} from '../system/compile-cache.ts';
import {isAboveItsUser, ownStatus} from '../system/own-status.ts';

// Compiled code of the last start is used again, where Node can do that (22.1 and later) and nobody else could have put it there.
// The single executable has its own.
const euid = process.geteuid?.();
if (module.enableCompileCache && euid !== undefined && !isSea()) {
  const directory = isAboveItsUser(ownStatus(), euid) ? null : ownCacheDirectory(env, euid);
  if (directory !== null) module.enableCompileCache(directory);
}

await import('./main.ts');
