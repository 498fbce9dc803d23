import {readFile} from 'node:fs/promises';
import {release, type} from 'node:os';
import {type Clean, sanitize} from '../domain/text.ts';

/** Paths of os-release(5); the first that can be read counts. */
const places: readonly string[] = ['/etc/os-release', '/usr/lib/os-release'];

/**
 * Name and release of the operating system, as "Debian GNU/Linux 12"; name and release of the kernel where
 * os-release(5) is absent. The package systeminformation is not used: its `osInfo` sends a request for the host's full
 * name to a name server.
 */
export async function readOsName(from: readonly string[] = places): Promise<Clean> {
  for (const place of from) {
    const text = await readFile(place, 'utf8').catch(() => null);
    if (text !== null) return osName(text);
  }
  return sanitize(`${type()} ${release()}`, maxLength);
}

const maxLength = 100;

/** NAME and VERSION_ID in a text of os-release(5); a rolling release has no VERSION_ID. */
export function osName(text: string): Clean {
  const name = valueIn('NAME', text) || 'Linux';
  const version = valueIn('VERSION_ID', text);
  return sanitize(version === '' || name.split(' ').includes(version) ? name : `${name} ${version}`, maxLength);
}

/** A value, which may stand in quotes of the shell, with a backslash before the shell's special characters. */
function valueIn(key: string, text: string): string {
  const raw = text.match(new RegExp(`^${key}=(.*)$`, 'm'))?.[1]?.trim() ?? '';
  const quoted = raw.match(/^(["'])(.*)\1$/);
  return (quoted?.[2] ?? raw).replace(/\\(["'$`\\])/g, '$1').trim();
}
