import type {PackageManager} from '../domain/inspection.ts';
import type {Digest} from './file-digest.ts';

/** Runs a tool of the system; its standard output, or null where it is missing, stopped or ran out of time. */
export type RunForText = (tool: string, parameters: readonly string[]) => Promise<string | null>;

/** What one package manager has on record of the files it installed. */
export type PackageDatabase = {
  readonly manager: PackageManager;
  /** Names of the packages that own these paths, by path; a path that none owns is absent. null: it could not be asked. */
  owners(paths: readonly string[], run: RunForText): Promise<ReadonlyMap<string, string> | null>;
  /** The digest that a package has for a file, known by any of these names; null where it has none. */
  digest(name: string, paths: readonly string[], run: RunForText): Promise<Digest | null>;
};
