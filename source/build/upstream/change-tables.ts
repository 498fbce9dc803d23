import {table} from '../docs/table.ts';
import {patches} from '../patches/index.ts';
import {standIns} from '../stand-ins.ts';
import {packageOf, versionOf} from './package-files.ts';

const linked = (id: string): string => `[${id}](${id}.md)`;

/** Tables of the readme of this folder, by the name of their place. */
export const changeTables: Readonly<Record<string, () => string>> = {
  patches: () =>
    table(
      ['change', 'package', 'files', 'reason', 'gain'],
      patches.map(patch => {
        const name = packageOf(patch);
        const files = patch.files.map(({file}) => `\`${file.slice(name.length + 1)}\``).join(' ');
        return [linked(patch.id), `${name} ${versionOf(name)}`, files, patch.reason, patch.gain];
      }),
    ),
  globals: () =>
    table(
      ['change', 'global', 'instead', 'reason', 'gain'],
      standIns.map(({id, global, file, reason, gain}) => [
        linked(id),
        `\`${global}\``,
        `\`source/${file}\``,
        reason,
        gain,
      ]),
    ),
};
