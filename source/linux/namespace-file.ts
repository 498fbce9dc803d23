import {listedHolders, type Socket} from '../domain/socket.ts';
import {safeFiles} from './guarded-files.ts';
import {createMountedNamespaces} from './mounted-namespaces.ts';
import {type Files, orFailure} from './proc-files.ts';

/** A way to run a tool in the network namespace of a socket: nothing, for our own; or a file for `nsenter --net`. */
export type NamespaceEntry = {readonly file: string | null};

/**
 * The file of the network namespace of a socket, compared with the namespace just now: by one of its holders, by a
 * mount, else by any process in it; null where there is none, so that a tool must not be run for the socket at all.
 * Linear in the processes where neither a holder nor a mount leads there.
 */
export function namespaceEntry(socket: Socket, files: Files = safeFiles): NamespaceEntry | null {
  const {netns, owner} = socket;
  if (netns === null) return {file: null};
  const leadsThere = (path: string): boolean => {
    const found = orFailure(() => files.stat(path));
    return typeof found === 'object' && found.id.endsWith(`:${netns.inode}`);
  };
  const candidates = [
    () => listedHolders(owner).map(({process: {pid}}) => fileOf(pid)),
    () => (createMountedNamespaces(files, '/proc')().get(netns.inode) ?? []).flatMap(path => textOf(path) ?? []),
    () => pidsIn(files).map(fileOf),
  ];
  for (const paths of candidates) {
    const file = paths().find(leadsThere);
    if (file !== undefined) return {file};
  }
  return null;
}

const fileOf = (pid: number): string => `/proc/${pid}/ns/net`;

/** A path of bytes as an argument of a tool; null where it is no UTF-8, which Node does not pass on. */
function textOf(path: string): string | null {
  const bytes = Buffer.from(path, 'latin1');
  const text = bytes.toString('utf8');
  return Buffer.from(text).equals(bytes) ? text : null;
}

function pidsIn(files: Files): readonly number[] {
  const names = orFailure(() => files.list('/proc'));
  return (typeof names === 'string' ? [] : names).filter(name => /^\d+$/.test(name)).map(Number);
}

/** The tool and parameters that run a tool in a namespace (nsenter(1)). */
export const inNamespace = (
  {file}: NamespaceEntry,
  tool: string,
  parameters: readonly string[],
): readonly [tool: string, parameters: readonly string[]] =>
  file === null ? [tool, parameters] : ['nsenter', [`--net=${file}`, '--', tool, ...parameters]];
