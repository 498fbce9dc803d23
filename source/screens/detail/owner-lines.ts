import type {Inspection, ProcessDetail} from '../../domain/inspection.ts';
import {type Known, whyUnknownWords} from '../../domain/known.ts';
import type {Line} from '../../domain/line.ts';
import {programName} from '../../domain/program.ts';
import {type Container, type Holder, isListed, type Owner, type Process} from '../../domain/socket.ts';
import type {AssessedSocket} from '../../judge/assess-all.ts';
import {dateTime} from '../text/time.ts';
import {blank, heading, labelled, paragraph} from '../text/write.ts';

/** The number of processes in the list: hundreds of workers may share a socket. */
const maxListedHolders = 8;

/** The section of the owner: the processes that hold the socket, with the facts of the kernel and of the inspection. */
export function ownerLines(
  {socket: {owner}, formerOwner, listenerOwners, role}: AssessedSocket,
  inspection: Inspection | null,
  cells: number,
): readonly Line[] {
  if (!owner.known) {
    const words = `The owner ${whyUnknownWords[owner.why].long}.`;
    const next = owner.why === 'not-accepted' ? acceptorLines(listenerOwners, cells) : nextForUnknown(owner.why, cells);
    return [heading('OWNER'), ...paragraph(words, cells), ...next, blank, ...formerLines(formerOwner, cells)];
  }
  const rest = owner.value.length - maxListedHolders;
  const title = owner.value.length > 1 ? `OWNER: ${owner.value.length} processes share the socket` : 'OWNER';
  return [
    heading(title),
    ...(role === null ? [] : labelled('serves as', role, cells)),
    ...owner.value.slice(0, maxListedHolders).flatMap(holder => {
      const detail = inspection?.processes.find(({pid}) => pid === holder.process.pid) ?? null;
      return [...holderLines(holder, detail, cells), blank];
    }),
    ...(rest > 0 ? [...paragraph(`and ${rest} more processes`, cells, 'dim'), blank] : []),
  ];
}

/** The processes that held a connection before it began to close; they may have ended since. */
function formerLines(former: AssessedSocket['formerOwner'], cells: number): readonly Line[] {
  if (former === null) return [];
  return [
    heading('OWNER BEFORE IT BEGAN TO CLOSE'),
    ...former.value.slice(0, maxListedHolders).flatMap(holder => [...holderLines(holder, null, cells), blank]),
  ];
}

/** The programs that listen on the port of a connection, so that each of them may accept it. */
function acceptorLines(listeners: readonly Owner[], cells: number): readonly Line[] {
  const holders = listeners.flatMap(owner => (owner.known ? owner.value : []));
  const programs = [...new Map(holders.map(holder => [holder.process.pid, holder])).values()].map(
    holder => `${programName(holder)}, pid ${holder.process.pid}`,
  );
  const rest = programs.length - maxListedHolders;
  const listed = programs.slice(0, maxListedHolders).join('; ') + (rest > 0 ? ` and ${rest} more` : '');
  const hidden = listeners.find(owner => !owner.known);
  const reason = hidden && !hidden.known ? whyUnknownWords[hidden.why].short : null;
  if (programs.length === 0 && reason === null) return [];
  return labelled('listener', programs.length === 0 ? `not found out: ${reason}` : listed, cells, 'strong');
}

/** Holders of a socket that no table of processes shows. */
const unseenHolders =
  'No table shows the holder of a socket that is on its way in the queue of a UNIX socket (SCM_RIGHTS), or that only ' +
  'io_uring has registered: a process may hold it all the same.';

function nextForUnknown(why: keyof typeof whyUnknownWords, cells: number): readonly Line[] {
  if (why === 'needs-root') return paragraph('Start portwatch with sudo to see it.', cells, 'dim');
  return why === 'no-process' ? paragraph(unseenHolders, cells, 'dim') : [];
}

function holderLines(holder: Holder, detail: ProcessDetail | null, cells: number): readonly Line[] {
  const {process, descriptors, moreDescriptors} = holder;
  const {executable, container, publishes} = process;
  const name = programName(holder);
  const title = process.name === name || process.name === null ? name : `${name}, calls itself ${process.name}`;
  const startedAt = process.startedAt ?? detail?.startedAt ?? null;
  return [
    ...labelled('process', isListed(process) ? `${title}, pid ${process.pid}` : title, cells, 'strong'),
    ...labelled('executable', executableText(executable), cells),
    ...labelled('command', commandText(process, detail), cells),
    ...labelled('user', process.user ?? detail?.user ?? 'not reported by this source', cells),
    ...(startedAt === null ? [] : labelled('started', dateTime(startedAt), cells)),
    ...(descriptors.length === 0 ? [] : labelled('descriptors', descriptorsText(descriptors, moreDescriptors), cells)),
    ...(process.unit === null ? [] : labelled('unit', process.unit, cells)),
    ...(container === null ? [] : labelled('container', containerText(container), cells)),
    ...(publishes === null ? [] : labelled('publishes', `a port of ${containerText(publishes)}`, cells)),
    ...(detail ? detailLines(detail, cells) : []),
  ];
}

function executableText(executable: Process['executable']): string {
  if (!executable.known) return whyUnknownWords[executable.why].short;
  const {path, alias, state} = executable.value;
  const aliasNote = alias === null ? '' : ` (${alias} is another name of it)`;
  return path + aliasNote + (state === 'intact' ? '' : ` (${state})`);
}

const containerText = ({runtime, id, name}: Container): string =>
  name === null ? `${runtime} ${id}` : `${runtime} ${name} (${id})`;

/** The command line. A source that does not report the executable does not report the arguments either. */
function commandText({command, executable}: Process, detail: ProcessDetail | null): string {
  const known = command === '' ? (detail?.arguments ?? '') : command;
  if (known !== '') return known;
  return !executable.known && executable.why === 'not-collected' ? 'not reported by this source' : 'none';
}

/** The number of descriptors in the list: a server may have one socket open many times. */
const maxListedDescriptors = 16;

function descriptorsText(descriptors: readonly number[], more = 0): string {
  const rest = descriptors.length + more - maxListedDescriptors;
  return descriptors.slice(0, maxListedDescriptors).join(', ') + (rest > 0 ? ` and ${rest} more` : '');
}

function detailLines(detail: ProcessDetail, cells: number): readonly Line[] {
  const {socketUnit, description} = detail;
  return [
    ...labelled('parents', parentsText(detail), cells),
    ...labelled('directory', textOf(detail.workingDirectory), cells),
    ...(socketUnit === null ? [] : labelled('socket unit', socketUnit, cells)),
    ...labelled('package', packageText(detail), cells),
    ...(description.known && description.value === null ? [] : labelled('what it is', textOf(description), cells)),
  ];
}

const textOf = (fact: Known<string | null>): string =>
  fact.known ? (fact.value ?? 'none') : whyUnknownWords[fact.why].short;

function packageText({package: owner}: ProcessDetail): string {
  if (!owner.known) return `not found out: ${whyUnknownWords[owner.why].short}`;
  return owner.value ? `${owner.value.name} (${owner.value.manager})` : 'no package owns the executable';
}

const endWords: Record<ProcessDetail['parentsEnd'], string> = {
  'first-process': '',
  outside: ', then outside this PID namespace',
  unreadable: ', then a process that could not be read',
  loop: ', then a pid that was used again',
  limit: ', and more',
  'not-reported': '',
};

function parentsText({parents, parentsEnd}: ProcessDetail): string {
  if (parents.length === 0 && parentsEnd === 'first-process') return 'none: it is the first process';
  if (parents.length === 0 && parentsEnd === 'not-reported') return whyUnknownWords['not-collected'].short;
  const chain = parents.map(({name, pid}) => `${name}/${pid}`).join(' < ');
  return (chain === '' ? 'not known' : chain) + endWords[parentsEnd];
}
