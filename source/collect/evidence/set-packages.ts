import type {PackagedFile, ProcessEvidence} from '../../domain/evidence.ts';
import {type Known, known, unknown} from '../../domain/known.ts';
import type {ListedProcess} from '../../domain/socket.ts';
import type {FindPackages} from '../../system/packages/find-packages.ts';
import type {EvidenceTable} from './evidence-table.ts';
import type {readMappings} from './read-mappings.ts';

/** The code that each process maps, where it could be read. */
export type Mapped = Map<ListedProcess, Extract<ReturnType<typeof readMappings>, {readonly known: true}>['value']>;

type Packages = ReadonlyMap<string, Known<PackagedFile | null>>;

export type PackageOptions = {
  readonly table: EvidenceTable;
  readonly findPackages: FindPackages;
  readonly isExpected: (process: ListedProcess) => boolean;
  readonly signal: AbortSignal;
};

/** The number of mapped libraries whose packages are looked up; the programs of a desktop map some hundred. */
const maxLibraries = 1000;

/**
 * Sets the packages of programs and scripts in the table, then the libraries of expected programs that have no package.
 */
export async function setPackages(
  processes: readonly ListedProcess[],
  mapped: Mapped,
  {table, findPackages, isExpected, signal}: PackageOptions,
): Promise<void> {
  const wanted = new Map(processes.map(each => [each, pathsOf(each, table.get(each))] as const));
  // Programs first: many libraries take long.
  const found = new Map(await findPackages([...new Set([...wanted.values()].flat())], signal));
  for (const each of processes) setPackage(each, table, found);
  const expected = processes.filter(isExpected);
  const libraries = [...new Set(expected.flatMap(each => mapped.get(each)?.paths ?? []))].slice(0, maxLibraries);
  for (const [path, owner] of await findPackages(libraries, signal)) found.set(path, owner);
  for (const each of expected) if (each.container === null) setLibraries(each, table, mapped, found);
}

/** Whether the paths of a process are none of this host: it is in a container, or has a root directory of its own. */
const isElsewhere = ({container}: ListedProcess, evidence: ProcessEvidence | undefined): boolean =>
  container !== null || (evidence?.hostFile.known === true && evidence.hostFile.value === 'own-root');

/** The files of a process whose package counts: its executable, and its script. */
function pathsOf(process: ListedProcess, evidence: ProcessEvidence | undefined): readonly string[] {
  if (isElsewhere(process, evidence)) return [];
  const {executable} = process;
  const script = evidence?.code.known && evidence.code.value.kind === 'file' ? [evidence.code.value.path] : [];
  const hasPath = executable.known && executable.value.state !== 'unnameable';
  // A missing script has a relative path, which no package has.
  return (hasPath ? [executable.value.path, ...script] : script).filter(path => path.startsWith('/'));
}

function setPackage(process: ListedProcess, table: EvidenceTable, found: Packages): void {
  const before = table.get(process);
  if (!before) return;
  // A program of this host may have the same path.
  const isOther = isElsewhere(process, before);
  const at = (path: string): Known<PackagedFile | null> =>
    isOther ? unknown('other-namespace') : (found.get(path) ?? unknown('not-collected'));
  const {executable} = process;
  const {code} = before;
  table.set(process, {
    package: executable.known ? at(executable.value.path) : unknown(executable.why),
    ...(code.known && code.value.kind === 'file' && {code: known({...code.value, package: at(code.value.path)})}),
  });
}

function setLibraries(process: ListedProcess, table: EvidenceTable, mapped: Mapped, found: Packages): void {
  const own = mapped.get(process);
  if (!own) return;
  const disowned = own.paths.filter(path => {
    const owner = found.get(path);
    return owner?.known && owner.value === null;
  });
  const foreign = [...own.foreign, ...disowned.map(path => ({path, why: 'unpackaged' as const}))];
  table.set(process, {mappings: known({hasExecutable: own.hasExecutable, foreign})});
}
