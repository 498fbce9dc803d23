import {baseName} from '../../domain/program.ts';
import {type Clean, sanitize} from '../../domain/text.ts';
import type {Format, LineResult} from './format.ts';

/**
 * tasklist: image name, process ID, session, memory, or services (/svc); as a table or CSV. The titles are in the
 * language of the system.
 */
export const tasklist: Format = {
  command: 'tasklist',
  ofProcesses: true,
  header: line => /^"[^"]+","PID",|^\p{Lu}\p{Ll}[\p{L} -]*\s{2,}PID \p{L}/u.test(line),
  open: () => readTask,
};

const inCsv = /^"([^"]{1,260})","(\d{1,10})",".*"$/;
// Session by name and number, memory in kilobytes.
const inColumns = /^(\S.{0,60}?)\s+(\d{1,10})\s+(?:\S{1,16}\s+)?\d{1,5}\s+\d[\d.,' ]{0,15} \p{L}{1,2}\s*$/u;
const withServices = /^(\S.{0,60}?\.exe)\s+(\d{1,10})\s+\S/i;

function readTask(line: Clean): LineResult | null {
  const match = line.match(inCsv) ?? line.match(inColumns) ?? line.match(withServices);
  if (!match) return null;
  return {kind: 'process', pid: Number(match[2]), name: windowsProgram(match[1] ?? '')};
}

/** The name of a program of Windows without `.exe`, as rules name programs. */
export const windowsProgram = (imageName: string): string => imageName.replace(/\.exe$/i, '');

/** `ps -axo pid,comm` of macOS and the BSDs; on macOS the second column is the path of the program. */
export const processStatus: Format = {
  command: 'ps',
  ofProcesses: true,
  header: line => /^\s*PID\s+(?:COMM|UCOMM|COMMAND)\s*$/.test(line),
  // Without the header, a line of a number and words may be anything.
  open: (_ports, header) => line => (header === null ? null : readProcess(line)),
};

function readProcess(line: Clean): LineResult | null {
  const match = line.match(/^\s*(\d{1,10})\s+(\S.*)$/);
  if (!match) return null;
  const command = (match[2] ?? '').trim();
  const name = command.startsWith('/') ? baseName(command) : command;
  return {kind: 'process', pid: Number(match[1]), name: sanitize(name)};
}
