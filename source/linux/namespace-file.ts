import {listedHolders, type Socket} from '../domain/socket.ts';
import {safeFiles} from './guarded-files.ts';
import {type Files, orFailure} from './proc-files.ts';

/** A way to run a tool in the network namespace of a socket: nothing, for our own; or a file for `nsenter --net`. */
export type NamespaceEntry = {readonly file: string | null};

/**
 * The file of the network namespace of a socket, by one of its holders or by its name of ip-netns(8), compared with the
 * namespace just now; null where there is none, so that a tool must not be run for the socket at all.
 */
export function namespaceEntry(socket: Socket, files: Files = safeFiles): NamespaceEntry | null {
  const {netns, owner} = socket;
  if (netns === null) return {file: null};
  const candidates = [
    ...listedHolders(owner).map(({process: {pid}}) => `/proc/${pid}/ns/net`),
    ...(/^[^/]+$/.test(netns.name) ? [`/run/netns/${netns.name}`] : []),
  ];
  const file = candidates.find(path => {
    const found = orFailure(() => files.stat(path));
    return typeof found === 'object' && found.id.endsWith(`:${netns.inode}`);
  });
  return file === undefined ? null : {file};
}

/** The tool and parameters that run a tool in a namespace (nsenter(1)). */
export const inNamespace = (
  {file}: NamespaceEntry,
  tool: string,
  parameters: readonly string[],
): readonly [tool: string, parameters: readonly string[]] =>
  file === null ? [tool, parameters] : ['nsenter', [`--net=${file}`, '--', tool, ...parameters]];
