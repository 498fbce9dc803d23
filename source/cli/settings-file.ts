import {readFileSync, statSync} from 'node:fs';
import {homedir} from 'node:os';
import {isAbsolute, join} from 'node:path';
import {parse, TomlError} from 'smol-toml';
import {errorCode} from '../domain/error-code.ts';
import {type Clean, sanitize, trusted} from '../domain/text.ts';
import {whyHanging} from '../system/hanging-path.ts';
import {readAside} from '../system/read-aside.ts';
import {writableByOthers} from '../system/root-only.ts';
import {Failure} from './failure.ts';
import {type SettingValues, settingNames, settings} from './settings.ts';

/**
 * The values of a settings file. `path` is its place, even where it is absent; `missing` is the reason why nothing was
 * read.
 */
export type FileSettings = {
  readonly path: string;
  readonly values: Partial<SettingValues>;
  readonly missing?: 'not there' | 'not readable' | 'not trusted';
  /** For standard error, where the user has to know the reason. */
  readonly warning?: Clean;
};

/**
 * `$XDG_CONFIG_HOME/portwatch/config.toml`, else `~/.config/portwatch/config.toml` (XDG Base Directory Specification).
 */
export function settingsPath(env: NodeJS.ProcessEnv): string {
  const base = env.XDG_CONFIG_HOME;
  return join(base && isAbsolute(base) ? base : join(homedir(), '.config'), 'portwatch', 'config.toml');
}

/**
 * Reads the settings file. A file that is absent, that this user cannot read, or, as root, that others could change,
 * sets nothing. Rejects with Failure, which names file, line and the allowed values.
 */
export async function readSettings(path: string, euid: number): Promise<FileSettings> {
  if (whyHanging(path) !== null) return readHanging(path, euid);
  try {
    statSync(path);
    // Before the file is read: a file of another user may be a pipe that never ends.
    const open = euid === 0 ? writableByOthers(path, [0]) : null;
    if (open !== null) return {path, values: {}, missing: 'not trusted', warning: passedOver(path, open)};
    return {path, values: parseSettings(readFileSync(path, 'utf8'), sanitize(path))};
  } catch (error) {
    const code = errorCode(error);
    if (code === null) throw error;
    // Nobody named this file, so its absence is no error.
    if (['ENOENT', 'ENOTDIR'].includes(code)) return {path, values: {}, missing: 'not there'};
    if (['EACCES', 'EPERM'].includes(code)) return {path, values: {}, missing: 'not readable'};
    throw new Failure(trusted(`${sanitize(path)} cannot be read (${code})`));
  }
}

/**
 * A file whose file system may hang is read by a process that may hang alone; root reads none, since it is seldom
 * root's own.
 */
async function readHanging(path: string, euid: number): Promise<FileSettings> {
  const text = euid === 0 ? null : await readAside(path);
  if (text === '') return {path, values: {}, missing: 'not there'};
  if (text !== null) return {path, values: parseSettings(text, sanitize(path))};
  const reason = euid === 0 ? 'it is on a FUSE or network file system' : 'its file system does not answer';
  return {path, values: {}, missing: 'not readable', warning: trusted(`${sanitize(path)} is passed over: ${reason}`)};
}

/** Why root does not read a file: others may write `open`, which is the file or lies on the way to it. */
function passedOver(path: string, open: string): Clean {
  const by = open === path ? '' : `, by way of ${sanitize(open)}`;
  return trusted(
    `${sanitize(path)} is passed over: others than root could change it${by}: ` +
      'give it to root and take their right to write',
  );
}

/** Decodes the text of a settings file. Throws Failure. */
export function parseSettings(text: string, path: string): Partial<SettingValues> {
  const table = parseToml(text, path);
  const values: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(table)) {
    const at = `${path}, line ${lineOf(text, key)}`;
    const name = settingNames.find(each => settings[each].key === key);
    if (!name) {
      const known = settingNames.map(each => settings[each].key).join(', ');
      throw new Failure(sanitize(`${at}: there is no setting "${sanitize(key, 60)}"; there are ${known}`));
    }
    const read = settings[name].read(value);
    if (read === undefined) throw new Failure(sanitize(`${at}: ${settings[name].key} takes ${settings[name].allowed}`));
    values[name] = read;
  }
  return values;
}

function parseToml(text: string, path: string): Record<string, unknown> {
  try {
    return parse(text);
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const [reason = ''] = error.message.replace(/^Invalid TOML document: /, '').split('\n');
    throw new Failure(sanitize(`${path}, line ${error.line}: ${sanitize(reason, 120)}`));
  }
}

/** The line of a key of the top table, or of the table of this name; 1 where the search finds neither. */
function lineOf(text: string, key: string): number {
  const lines = text.split('\n');
  const escaped = key.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const index = lines.findIndex(line => new RegExp(`^\\s*(?:\\[\\s*)?["']?${escaped}["']?\\s*[=.\\]]`).test(line));
  return Math.max(0, index) + 1;
}
