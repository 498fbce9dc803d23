import {readFile} from 'node:fs/promises';
import type {Plugin} from 'esbuild';

const condition = "process.env['DEV'] === 'true'";

/** React's developer tools are needed only in development; where DEV is set, Ink waits for them while it is loaded. */
export const withoutDevtools: Plugin = {
  name: 'without-devtools',
  setup(builder) {
    builder.onLoad({filter: /[\\/]ink[\\/]build[\\/]reconciler\.js$/}, async ({path}) => {
      const text = await readFile(path, 'utf8');
      if (!text.includes(condition)) throw new Error(`Ink has no "${condition}" any more: the package has changed`);
      return {contents: text.replaceAll(condition, 'false'), loader: 'js'};
    });
  },
};
