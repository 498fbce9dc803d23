import {readFileSync, statSync} from 'node:fs';
import {type Clean, sanitize, trusted} from '../../domain/text.ts';

export type Users = {
  /** Name of a uid; the number as text where the name is not known. */
  name(uid: number): Clean;
  /** Reads the file again where it has changed. Called once for each poll. */
  refresh(): void;
};

/** Names of users from passwd(5). An absent or unreadable file has no users. */
export function createUsers(path = '/etc/passwd'): Users {
  let names: ReadonlyMap<number, Clean> = new Map();
  let readAt = '';
  const refresh = (): void => {
    try {
      const {mtimeMs, size, ino} = statSync(path);
      const version = `${mtimeMs} ${size} ${ino}`;
      if (version === readAt) return;
      names = parsePasswd(readFileSync(path, 'utf8'));
      readAt = version;
    } catch {
      names = new Map();
      readAt = '';
    }
  };
  refresh();
  return {refresh, name: uid => names.get(uid) ?? trusted(String(uid))};
}

/** uid → name from the text of passwd(5); of several names for one uid the first counts, as for getpwuid(3). */
export function parsePasswd(text: string): Map<number, Clean> {
  const names = new Map<number, Clean>();
  for (const line of text.split('\n')) {
    const [name = '', , uid = ''] = line.split(':');
    if (name === '' || !/^\d+$/.test(uid) || names.has(Number(uid))) continue;
    names.set(Number(uid), sanitize(name));
  }
  return names;
}
