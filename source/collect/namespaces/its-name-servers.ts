import {posix} from 'node:path';
import type {ItsNameServers} from '../../domain/evidence.ts';
import {known, unknown} from '../../domain/known.ts';
import {nameOfFile} from '../../linux/mounted-namespaces.ts';
import {type FileFacts, type Files, orFailure} from '../../linux/proc-files.ts';
import {nameServersIn} from '../evidence/name-servers.ts';
import type {FoundNamespace} from './find-namespaces.ts';

/** Bytes of a resolv.conf(5). */
const limit = 65_536;
/** Links from one file to the next that are followed. */
const maxLinks = 4;

const typeMask = 0o170000;
const regularFile = 0o100000;
const symbolicLink = 0o120000;
const writableByOthers = 0o022;

/**
 * The name servers that processes of a network namespace are set up to ask, by /etc/resolv.conf as its members see it,
 * and by the file that ip-netns(8) puts in its place. Unknown where no file can be read. Never throws.
 */
export function readItsNameServers(
  {paths, members}: Pick<FoundNamespace, 'paths' | 'members'>,
  proc: string,
  files: Files,
): ItsNameServers {
  const names = paths.flatMap(path => nameOfFile(path) ?? []);
  const found = [
    ...members.map(member => readBelow(`${proc}/${member}/root`, '/etc/resolv.conf', files)),
    ...names.map(name => readBelow('', `/etc/netns/${name}/resolv.conf`, files)),
  ].filter(each => each !== null);
  if (found.length === 0) return {servers: unknown('not-collected'), ofRoot: true};
  const servers = new Set(found.flatMap(({text}) => nameServersIn(text)));
  return {servers: known([...servers]), ofRoot: found.every(({facts}) => isOfRoot(facts))};
}

const isOfRoot = ({uid, mode}: FileFacts): boolean => uid === 0 && (mode & writableByOthers) === 0;

type Found = {readonly text: string; readonly facts: FileFacts};

/**
 * A regular file below a root directory, one character a byte. Its last link is followed within that directory: the
 * kernel would go on in our own. null where there is none.
 */
function readBelow(root: string, path: string, files: Files): Found | null {
  let next = path;
  for (let links = 0; links <= maxLinks; links++) {
    const at = `${root}${next}`;
    const bytes = Buffer.from(at, 'latin1');
    const facts = orFailure(() => files.lstat(bytes));
    if (typeof facts === 'string') return null;
    if ((facts.mode & typeMask) !== symbolicLink) return readRegular(at, facts, files);
    const target = orFailure(() => files.linkBytes(bytes));
    if (typeof target === 'string') return null;
    next = posix.resolve(posix.dirname(next), target.toString('latin1'));
  }
  return null;
}

function readRegular(path: string, facts: FileFacts, files: Files): Found | null {
  if ((facts.mode & typeMask) !== regularFile) return null;
  const content = orFailure(() => files.read(path, limit));
  return typeof content === 'string' ? null : {text: content.toString('utf8'), facts};
}
