import {readFile} from 'node:fs/promises';
import {release, type} from 'node:os';
import {type Clean, sanitize} from '../domain/text.ts';

/** Where os-release(5) is, the first that can be read. */
const places: readonly string[] = ['/etc/os-release', '/usr/lib/os-release'];

/**
 * Name and release of the operating system, as "Debian GNU/Linux 12"; where os-release(5) is absent, those of the kernel.
 * Not by the package systeminformation: its `osInfo` asks a name server for the full name of the host on the way.
 */
export async function readOsName(from: readonly string[] = places): Promise<Clean> {
  for (const place of from) {
    const text = await readFile(place, 'utf8').catch(() => null);
    if (text !== null) return osName(text);
  }
  return sanitize(`${type()} ${release()}`, longest);
}

const longest = 100;

/** NAME and VERSION_ID of a text of os-release(5); one that has no VERSION_ID rolls on. */
export function osName(text: string): Clean {
  const name = valueIn('NAME', text) || 'Linux';
  const version = valueIn('VERSION_ID', text);
  return sanitize(version === '' || name.split(' ').includes(version) ? name : `${name} ${version}`, longest);
}

/** Values may stand in quotes of the shell, with a backslash before what the shell would take. */
function valueIn(key: string, text: string): string {
  const raw = text.match(new RegExp(`^${key}=(.*)$`, 'm'))?.[1]?.trim() ?? '';
  const quoted = raw.match(/^(["'])(.*)\1$/);
  return (quoted?.[2] ?? raw).replace(/\\(["'$`\\])/g, '$1').trim();
}
