import {test} from 'node:test';
import {pathToFileURL} from 'node:url';
import {unitFiles} from './groups.ts';

/** Loads the unit tests into this process, or only the files that are named on the command line. */
const named = process.argv.slice(2);
for (const file of named.length > 0 ? named : unitFiles) {
  // A file that cannot be loaded is a failed test: the others still run.
  await import(pathToFileURL(file).href).catch(error => test(`${file} is loaded`, () => Promise.reject(error)));
}
