import type {Container} from '../../domain/socket.ts';
import {sanitize} from '../../domain/text.ts';
import {containerOf, userOf} from '../../linux/cgroup.ts';
import {type Files, orFailure} from '../../linux/proc-files.ts';
import {
  type ContainerRecord,
  dataRootOf,
  parseDockerRecord,
  parsePodmanRecords,
  publishing,
} from './container-records.ts';
import {containerRecordsAge, fileLimits, maxContainers} from './limits.ts';

/** The records that the container engines of this host have; none where their files may not be read. */
export type Containers = {
  /**
   * The container of a process with these control groups, with its name. The groups of a user have no names of the
   * system's containers, whatever ids they show.
   */
  readonly of: (groups: readonly string[]) => Container | null;
  /**
   * The container whose port a process publishes by its arguments. Of root alone: anybody may start a program with the
   * name and the arguments of another.
   */
  readonly publishedBy: (executable: string, commandLine: string, uid: number | null) => Container | null;
};

/** Digits of an id that are shown and compared. */
const shownDigits = 12;

/** Reads the records when they are needed, and again once they are 5 s old. `clock` in milliseconds, never set back. */
export function createContainers(files: Files, clock: () => number = performance.now.bind(performance)): Containers {
  let records: readonly ContainerRecord[] = [];
  let readAt = Number.NEGATIVE_INFINITY;
  const current = (): readonly ContainerRecord[] => {
    if (clock() - readAt > containerRecordsAge) {
      records = [...dockerRecords(files), ...podmanRecords(files)];
      readAt = clock();
    }
    return records;
  };
  return {
    of: groups => {
      const container = containerOf(groups);
      if (!container || !hasIdentifier(container) || userOf(groups) !== null) return container;
      const record = current().find(({id}) => id.startsWith(container.id));
      return record ? {...container, name: record.name, image: record.image} : container;
    },
    publishedBy: (executable, commandLine, uid) => {
      const published = uid === 0 ? publishing(executable, commandLine) : null;
      if (published === null) return null;
      const record = current().find(({id, addresses}) =>
        'id' in published ? id === published.id : addresses.includes(published.address),
      );
      if (!record) return null;
      const {runtime, id, name, image} = record;
      return {runtime, id: sanitize(id.slice(0, shownDigits)), name, image};
    },
  };
}

const hasIdentifier = ({runtime, id}: Container): boolean =>
  runtime !== 'lxc' && runtime !== 'machine' && /^[0-9a-f]{12}$/.test(id);

function dockerRecords(files: Files): readonly ContainerRecord[] {
  const directory = `${dataRootOf(textOf(files, '/etc/docker/daemon.json', fileLimits.containerRecord))}/containers`;
  return namesIn(files, directory).flatMap(
    name => parseDockerRecord(textOf(files, `${directory}/${name}/config.v2.json`, fileLimits.containerRecord)) ?? [],
  );
}

/** One list for each driver of storage, as `overlay-containers/containers.json`. */
function podmanRecords(files: Files): readonly ContainerRecord[] {
  const storage = '/var/lib/containers/storage';
  return namesIn(files, storage)
    .filter(name => name.endsWith('-containers'))
    .flatMap(name => parsePodmanRecords(textOf(files, `${storage}/${name}/containers.json`, fileLimits.containerList)));
}

function namesIn(files: Files, directory: string): readonly string[] {
  const names = orFailure(() => files.list(directory));
  return typeof names === 'string' ? [] : names.slice(0, maxContainers);
}

function textOf(files: Files, path: string, limit: number): string {
  const bytes = orFailure(() => files.read(path, limit));
  return typeof bytes === 'string' ? '' : bytes.toString('utf8');
}
