import {programOf} from '../../domain/program.ts';
import {type Examine, fail, ownerUnknown, pass} from './check.ts';

const id = 'owner-shell';

/** Base names, without a version: `python3.11` is `python`. */
const interpreters = new Set([
  ...['sh', 'bash', 'dash', 'zsh', 'ash', 'ksh', 'mksh', 'fish', 'csh', 'tcsh', 'busybox', 'pwsh'],
  ...['python', 'perl', 'ruby', 'php', 'lua', 'luajit', 'tclsh', 'node', 'expect'],
]);

const streams = ['standard input', 'standard output'];

/** Fails when a shell or interpreter talks over the socket as its standard input or output, as a reverse shell does. */
export const ownerShell: Examine = ({socket, direction}) => {
  if (direction === 'listening') return null;
  if (!socket.owner.known) return ownerUnknown(id, socket.owner.why);
  for (const {process, descriptors} of socket.owner.value) {
    const name = programOf(process)?.name;
    const stream = streams[descriptors.find(descriptor => descriptor <= 1) ?? -1];
    if (name === undefined || stream === undefined || !interpreters.has(unversioned(name))) continue;
    return fail(
      id,
      'suspect',
      `a shell: ${name}`,
      `process ${process.pid} runs ${name} with this socket as its ${stream}`,
    );
  }
  return pass(id, 'no shell or interpreter has it as its standard input or output');
};

const unversioned = (name: string): string => name.replace(/[\d.]+(-\w+)?$/, '');
