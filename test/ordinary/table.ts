import {existsSync} from 'node:fs';
import {byHand} from './entries/by-hand.ts';
import {homes} from './entries/homes.ts';
import {layouts} from './entries/layouts.ts';
import {runtimes} from './entries/runtimes.ts';
import {services} from './entries/services.ts';
import {ssh} from './entries/ssh.ts';
import {tools} from './entries/tools.ts';
import {tunnels} from './entries/tunnels.ts';
import {units} from './entries/units.ts';
import {web} from './entries/web.ts';
import type {Entry} from './entry.ts';

/** Every piece of ordinary work. */
export const table: readonly Entry[] = [
  ...ssh,
  ...tunnels,
  ...byHand,
  ...tools,
  ...services,
  ...web,
  ...homes,
  ...runtimes,
  ...layouts,
];

/** What takes a stage whose first process is systemd. */
export const tableOfUnits: readonly Entry[] = units.map(entry => ({
  ...entry,
  needs: ['/lib/systemd/systemd', ...entry.needs],
}));

const onStage = '/portwatch/';

/** Which of the programs that an entry needs are not on this machine. */
export const missing = ({needs}: Entry): readonly string[] =>
  needs.filter(program => !program.startsWith(onStage) && !existsSync(program));

/** What can be staged here: all of it, or the short form. */
export const stageable = (form: 'whole' | 'short', of: readonly Entry[] = table): readonly Entry[] =>
  of.filter(entry => missing(entry).length === 0 && !(form === 'short' && entry.isHeavy));
