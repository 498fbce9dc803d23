import type {Variant} from '../stage/variant.ts';
import {bindShells} from './bind-shells.ts';
import {closingRows} from './closing-rows.ts';
import {commandAndControl} from './command-and-control.ts';
import {disguises} from './disguises.ts';
import {hiddenOwners} from './hidden-owners.ts';
import {identity} from './identity.ts';
import {loadedCode} from './loaded-code.ts';
import {oddSockets} from './odd-sockets.ts';
import {otherLanguages} from './other-languages.ts';
import {places} from './places.ts';
import {ports} from './ports.ts';
import {relays} from './relays.ts';
import {reverseShells} from './reverse-shells.ts';
import {routes} from './routes.ts';
import {scansAndBeacons} from './scans-and-beacons.ts';
import {unusualProcesses} from './unusual-processes.ts';

/** Every variant; the identifiers are unique. */
export const variants: readonly Variant[] = [
  ...reverseShells,
  ...relays,
  ...bindShells,
  ...commandAndControl,
  ...scansAndBeacons,
  ...ports,
  ...places,
  ...identity,
  ...disguises,
  ...hiddenOwners,
  ...unusualProcesses,
  ...oddSockets,
  ...routes,
  ...closingRows,
  ...loadedCode,
  ...otherLanguages,
];

/** The first variant of each kind: the short form. */
export const sample: readonly Variant[] = [...Map.groupBy(variants, ({kind}) => kind).values()].flatMap(
  each => each[0] ?? [],
);
