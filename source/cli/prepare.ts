import {env, stderr} from 'node:process';
import type {Settings, Start} from '../app/state/state.ts';
import type {TypeFilter} from '../app/table/type-filter.ts';
import type {Acceptor} from '../domain/baseline.ts';
import {ianaRegistry} from '../domain/services/iana.ts';
import {serviceNames} from '../domain/services/names.ts';
import {type ServicePorts, servicePorts} from '../domain/services/ports.ts';
import type {Collector} from '../domain/snapshot.ts';
import {asciiSymbols, unicodeSymbols} from '../screens/text/symbols.ts';
import type {ThemeName} from '../screens/text/themes.ts';
import {readServices} from '../system/services-file.ts';
import {takesUtf8} from '../terminal/tty.ts';
import {mergeSettings} from './merge-settings.ts';
import type {OnlyNamed} from './only-named.ts';
import {openBaseline, openWithBaseline} from './open-baseline.ts';
import {openSource} from './open-source.ts';
import type {Command} from './options.ts';
import {type FileSettings, readSettings, settingsPath} from './settings-file.ts';

/** The source of sockets, and the choice and form of the sockets to show: every mode that polls needs these. */
export type Prepared = {
  readonly collector: Collector;
  readonly settings: Settings;
  readonly typeFilter: TypeFilter;
  readonly start: Start;
  /** Seconds between polls. */
  readonly interval: number;
  readonly theme: ThemeName;
  /** Writes the baseline; null where there is none: the sockets are of a saved text, and no file was named. */
  readonly acceptor: Acceptor | null;
};

/**
 * Merges options and settings file and opens the source; `isLive` for the full screen. A warning about a file is
 * written to standard error. Rejects with Failure.
 */
export async function prepare(command: Command, isLive: boolean): Promise<Prepared> {
  const {settings, typeFilter, filter, numeric, color, ascii, readOnly, input, collector, ...others} = command;
  // An option that nothing reads does not compile; these are read where a mode is carried out.
  type ReadThere = 'mode' | 'given' | 'baseline' | 'failOn' | 'format' | 'yes' | 'note' | 'metricsFile' | 'shell';
  others satisfies OnlyNamed<typeof others, ReadThere>;
  const hostServices = readServices();
  const file = await readFileSettings();
  if (file.warning !== undefined) stderr.write(`portwatch: ${file.warning}\n`);
  const merged = mergeSettings(settings, file);
  const {interval, theme, hideLoopback, sort, compact, columns, services, netns, bell, ...unread} = merged;
  // A setting that nothing reads does not compile either.
  unread satisfies OnlyNamed<typeof unread, never>;
  const accepted = await openBaseline(command, isLive);
  const names = new Map([...hostServices, ...Object.entries(services)]);
  let ports: ServicePorts | undefined;
  const lookup: ServicePorts = (...query) => {
    ports ??= servicePorts(names, ianaRegistry);
    return ports(...query);
  };
  return {
    collector: await openWithBaseline(accepted, hashed =>
      openSource({input, collector, isLive, netns, hashed}, lookup),
    ),
    settings: {
      interval: isLive && input === null ? interval : null,
      numeric,
      ...signs(ascii),
      nameOf: serviceNames(names, ianaRegistry, services),
      columns,
      readOnly,
      bell,
    },
    typeFilter: {...typeFilter, hideLoopback},
    // Text has no length at which it gets compact by itself.
    start: {filter, sort, compact: compact === 'auto' && !isLive ? false : compact},
    interval,
    // NO_COLOR (no-color.org) counts when it is not empty.
    theme: color && !env.NO_COLOR ? theme : 'mono',
    acceptor: accepted?.acceptor ?? null,
  };
}

/** The settings file of this user. Rejects with Failure. */
export const readFileSettings = (): Promise<FileSettings> => readSettings(settingsPath(env), process.geteuid?.() ?? 1);

function signs(ascii: boolean): Pick<Settings, 'ascii' | 'symbols'> {
  const plain = ascii || env.TERM === 'dumb' || !takesUtf8(env);
  return {ascii: plain, symbols: plain ? asciiSymbols : unicodeSymbols};
}
