import type {Compact} from '../app/state/state.ts';
import {columnIds} from '../app/table/column-widths.ts';
import {readSort, type Sort} from '../app/table/sort.ts';
import {type ThemeName, themeNames} from '../screens/text/themes.ts';

/** Values that a file sets for every run, and an option for one run. */
export type SettingValues = {
  /** Seconds between polls. */
  readonly interval: number;
  readonly theme: ThemeName;
  readonly hideLoopback: boolean;
  readonly sort: Sort | null;
  /** Alike sockets as one line; `auto`: where the list is long. */
  readonly compact: Compact;
  /** Columns to show where there is room; null for all. */
  readonly columns: readonly string[] | null;
  /** Network namespaces: `all`, `host`, or a name or `net:[inode]`. */
  readonly netns: string;
  /** Whether the terminal rings when something drifts. */
  readonly bell: boolean;
  /** Own names of ports, by `"9443/tcp"`. */
  readonly services: Readonly<Record<string, string>>;
};

export type SettingName = keyof SettingValues;

/**
 * One setting. `read` takes a value of TOML, or the text of an option, and returns undefined for a value that is not
 * allowed.
 */
export type Setting<Name extends SettingName> = {
  /** The key in the file; with `--` before it, the option. */
  readonly key: string;
  readonly allowed: string;
  /** The allowed values of the option, where it is written in another way than the file. */
  readonly allowedAsOption?: string;
  readonly fallback: SettingValues[Name];
  readonly read: (value: unknown) => SettingValues[Name] | undefined;
  /** The value as TOML. */
  readonly show: (value: SettingValues[Name]) => string;
};

export const settings: {readonly [Name in SettingName]: Setting<Name>} = {
  interval: {
    key: 'interval',
    allowed: 'seconds from 0.2 to 3600',
    fallback: 2,
    read: value => {
      const isNumber = typeof value === 'number' || (typeof value === 'string' && /^\d*\.?\d+$/.test(value));
      const seconds = isNumber ? Number(value) : Number.NaN;
      return seconds >= 0.2 && seconds <= 3600 ? seconds : undefined;
    },
    show: String,
  },
  theme: {
    key: 'theme',
    allowed: themeNames.join(', '),
    fallback: 'ansi',
    read: value => themeNames.find(name => name === value),
    show: value => JSON.stringify(value),
  },
  hideLoopback: {
    key: 'hide-loopback',
    allowed: 'true or false',
    fallback: false,
    read: value => (typeof value === 'boolean' ? value : undefined),
    show: String,
  },
  compact: {
    key: 'compact',
    allowed: 'true, false or "auto"',
    fallback: 'auto',
    read: value => (typeof value === 'boolean' || value === 'auto' ? value : undefined),
    show: value => JSON.stringify(value),
  },
  sort: {
    key: 'sort',
    allowed: `${columnIds.join(', ')}, with - before it to reverse`,
    fallback: null,
    read: value => (value === '' ? null : typeof value === 'string' ? (readSort(value) ?? undefined) : undefined),
    show: value => JSON.stringify(value ? `${value.reversed ? '-' : ''}${value.column}` : ''),
  },
  columns: {
    key: 'columns',
    allowed: `a list of ${columnIds.join(', ')}`,
    fallback: null,
    read: value => {
      const ids = typeof value === 'string' ? value.split(',') : value;
      return Array.isArray(ids) && ids.length > 0 && ids.every(id => columnIds.includes(id)) ? ids : undefined;
    },
    show: value => JSON.stringify(value ?? columnIds),
  },
  netns: {
    key: 'netns',
    allowed: 'all, host, or the name of a network namespace',
    fallback: 'all',
    read: value => (typeof value === 'string' && value !== '' ? value : undefined),
    show: value => JSON.stringify(value),
  },
  bell: {
    key: 'bell',
    allowed: 'true or false',
    fallback: true,
    read: value => (typeof value === 'boolean' ? value : undefined),
    show: String,
  },
  services: {
    key: 'services',
    allowed: 'names by port and protocol, as "9443/tcp" = "portainer"',
    allowedAsOption: 'names by port and protocol, as 9443/tcp=portainer',
    fallback: {},
    read: readServices,
    show: value =>
      `{${Object.entries(value)
        .map(([port, name]) => ` "${port}" = ${JSON.stringify(name)}`)
        .join(',')} }`,
  },
};

/** A table of TOML, or `9443/tcp=portainer,8006/tcp=proxmox` of the command line. */
function readServices(value: unknown): Readonly<Record<string, string>> | undefined {
  const pairs = typeof value === 'string' ? value.split(',').map(pair => pair.split('=')) : entriesOf(value);
  if (!pairs) return undefined;
  const isSound = ([port, name, ...more]: readonly unknown[]): boolean =>
    more.length === 0 &&
    typeof port === 'string' &&
    /^[1-9]\d{0,4}\/(tcp|udp)$/.test(port) &&
    Number.parseInt(port, 10) < 65_536 &&
    typeof name === 'string' &&
    /^[\w.-]{1,32}$/.test(name);
  return pairs.every(isSound) ? Object.fromEntries(pairs) : undefined;
}

const entriesOf = (value: unknown): readonly (readonly unknown[])[] | null =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date)
    ? Object.entries(value)
    : null;

export const settingNames = Object.keys(settings) as readonly SettingName[];
export const fallbacks = Object.fromEntries(
  settingNames.map(name => [name, settings[name].fallback]),
) as unknown as SettingValues;
