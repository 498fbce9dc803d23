import {dirname} from 'node:path';
import {argv} from 'node:process';
import {build} from 'esbuild';
import {programOptions} from './options.ts';

// usage: bundle.ts [FILE]. Builds the program as FILE, called cli.js, or as dist/cli.js.
const directory = dirname(argv[2] ?? 'dist/cli.js');
await build(programOptions(directory));
