import {existsSync, readdirSync, realpathSync} from 'node:fs';

/** Where Debian puts the programs of PostgreSQL: under the newest version there is. */
export const postgresPrograms = `/usr/lib/postgresql/${newest('/usr/lib/postgresql')}/bin`;

function newest(directory: string): string {
  const versions = existsSync(directory) ? readdirSync(directory) : [];
  return versions.toSorted((a, b) => Number(a) - Number(b)).at(-1) ?? 'none';
}

/** The file that /proc/PID/exe shows of a program started by this path; the path where there is none. */
export const fileOf = (program: string): string => (existsSync(program) ? realpathSync(program) : program);
