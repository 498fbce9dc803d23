import type {PackageManager} from '../../domain/inspection.ts';
import type {Digest} from './file-digest.ts';

/**
 * Runs a tool of the system. Resolves to its standard output, or to null where it is missing, failed or ran out of
 * time.
 */
export type RunForText = (tool: string, parameters: readonly string[]) => Promise<string | null>;

/** The records that one package manager has of the files it installed. */
export type PackageDatabase = {
  readonly manager: PackageManager;
  /**
   * Names of the packages that own these paths, by path; a path without owner is absent. null: the tool gave no answer.
   */
  owners(paths: readonly string[], run: RunForText): Promise<ReadonlyMap<string, string> | null>;
  /** The digest that a package has on record for a file, known by any of these names; null where it has none. */
  digest(name: string, paths: readonly string[], run: RunForText): Promise<Digest | null>;
};
