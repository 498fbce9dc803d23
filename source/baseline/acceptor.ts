import {pathToHash} from '../collect/evidence/read-digests.ts';
import type {Acceptor, Block, Draft} from '../domain/baseline.ts';
import {type Known, unknown, whyUnknownWords} from '../domain/known.ts';
import {type Clean, sanitize, trusted} from '../domain/text.ts';
import {isSameProcess, readProcessStart} from '../linux/process-start.ts';
import {readDigest} from '../system/packages/file-digest.ts';
import type {BaselineEdit} from './edit-baseline.ts';
import type {BaselineOptions} from './read-baseline.ts';
import {writeBaseline} from './write-baseline.ts';

export type AcceptorOptions = BaselineOptions & {
  /** The socket of a block in words: `tcp 8443`. */
  readonly describe: (block: Block) => Clean;
};

/** Writes acceptances to a baseline file. One follows the other. */
export function createAcceptor(path: string, options: AcceptorOptions): Acceptor {
  const {describe} = options;
  const written = `(written to ${sanitize(path)})`;
  const tryAccept: Acceptor['tryAccept'] = async drafts => {
    if (drafts.length === 0) return {isDone: true, message: trusted('nothing to accept')};
    const hashed: Hashed[] = [];
    // One by one: of twenty workers of one program the first is read, and the others are known.
    for (const draft of drafts) hashed.push(await withDigest(draft));
    const result = await writeBaseline(path, hashed.map(editOf), options);
    if (result.kind === 'refused') return {isDone: false, message: trusted(`not accepted: ${result.reason}`)};
    const meaning = result.isFirst ? `: ${firstMeaning}` : '';
    const message = trusted(`accepted ${subjectsOf(drafts, describe)} ${written}${unhashedIn(hashed)}${meaning}`);
    return {isDone: true, message};
  };
  return {
    tryAccept,
    accept: async drafts => (await tryAccept(drafts)).message,
    withdraw: async placed => {
      const result = await writeBaseline(path, [{kind: 'withdraw', placed}], options);
      return result.kind === 'refused'
        ? trusted(`not withdrawn: ${result.reason}`)
        : trusted(`${describe(placed)} is no longer accepted ${written}`);
    },
  };
}

const firstMeaning = 'from now on a listener that is new, or a socket that is no longer as accepted, is marked';

/** A draft with its checksum. `missing`: why a checksum that was wanted is not in it. */
type Hashed = Draft & {readonly missing: Known<never> | null};

async function withDigest(draft: Draft): Promise<Hashed> {
  const {block, hashed} = draft;
  if (hashed === null || block.kind === 'conversation') return {...draft, missing: null};
  const digest = await digestOf(hashed, hashed.script);
  const program =
    hashed.script === null || block.script === null || block.exe === null ? null : await digestOf(hashed, null);
  const missing = [digest, program].find(each => each?.known === false);
  const sha256 = digest.known ? trusted(digest.value) : null;
  const exeSha256 = program?.known ? trusted(program.value) : null;
  return {...draft, block: {...block, sha256, exeSha256}, missing: missing?.known === false ? missing : null};
}

/**
 * The checksum of the script of a process, or else of its executable, provided that its ID has not passed to another
 * process.
 */
async function digestOf({pid, startedAt}: NonNullable<Draft['hashed']>, script: string | null): Promise<Known<string>> {
  const isStill = async (): Promise<boolean> => {
    const now = await readProcessStart(pid);
    return now !== null && isSameProcess(startedAt, now);
  };
  if (!(await isStill())) return unknown('exited');
  const digest = await readDigest(pathToHash(`/proc/${pid}`, script), 'sha256', new AbortController().signal);
  return (await isStill()) ? digest : unknown('exited');
}

const editOf = ({block, replaces}: Draft): BaselineEdit =>
  replaces === null ? {kind: 'append', block} : {kind: 'replace', placed: replaces, block};

/** Names up to three sockets, and counts more. */
function subjectsOf(drafts: readonly Draft[], describe: AcceptorOptions['describe']): string {
  if (drafts.length > 3) return `${drafts.length} sockets`;
  return drafts.map(({block}) => describe(block)).join(', ');
}

function unhashedIn(hashed: readonly Hashed[]): string {
  const [first, ...more] = hashed.flatMap(({missing}) => (missing === null || missing.known ? [] : [missing.why]));
  if (first === undefined) return '';
  const programs = more.length === 0 ? 'its program' : `${more.length + 1} programs`;
  return `, without a checksum of ${programs} (${whyUnknownWords[first].short})`;
}
