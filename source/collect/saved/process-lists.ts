import {baseName} from '../../domain/program.ts';
import {type Clean, sanitize} from '../../domain/text.ts';
import type {Format, LineResult} from './format.ts';

/** `tasklist /fo csv`: image name, process ID, session, memory; the titles are in the language of the system. */
export const tasklist: Format = {
  command: 'tasklist',
  ofProcesses: true,
  header: line => /^"[^"]+","PID",/.test(line),
  open: () => readTask,
};

function readTask(line: Clean): LineResult | null {
  const match = line.match(/^"([^"]{1,260})","(\d{1,10})",".*"$/);
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
