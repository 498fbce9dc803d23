import {connects, lines, listens, python, pythonFile, ready, stays} from '../stage/scripts.ts';
import type {Variant} from '../stage/variant.ts';

type Given = Pick<Variant, 'id' | 'does' | 'start'> & Partial<Variant>;

const agent = (...code: readonly string[]): string => pythonFile('/tmp/$ID.py', lines(...code));

/** 39: unusual processes; the owner must be found all the same, and judged. */
const unusual: readonly Given[] = [
  ...(['tcp', 'udp'] as const).map(protocol => ({
    id: `leader-exited-${protocol}`,
    does: `the first thread has ended, ${protocol.toUpperCase()}`,
    start: agent(
      listens(protocol, 7390),
      'import ctypes, threading',
      `threading.Thread(target=lambda: (${ready}, ${stays})).start()`,
      'ctypes.CDLL(None).syscall(60, 0)',
    ),
  })),
  {
    id: 'child-pid-namespace',
    does: 'in a process namespace of its own',
    start: agent(listens('tcp', 7390), ready, stays).replace('exec ', 'exec unshare --pid --fork '),
  },
  {
    id: 'execs-again',
    does: 'executes itself again and again',
    start: agent(
      'import os, socket, sys, time',
      'if len(sys.argv) == 1:',
      ...listens('tcp', 7390)
        .split('\n')
        .map(line => `  ${line}`),
      '  os.set_inheritable(s.fileno(), True)',
      `  ${ready}`,
      'time.sleep(0.2)',
      'os.execv("/usr/bin/python3", ["python3", "/tmp/$ID.py", "again"])',
    ),
  },
  {
    id: 'stopped',
    does: 'stopped by a signal',
    start: agent(listens('tcp', 7390), ready, 'import signal', 'os.kill(os.getpid(), signal.SIGSTOP)'),
  },
  {
    id: 'long-command-line',
    does: 'a command line of 1.8 MB',
    start: agent(listens('tcp', 7390), ready, stays).replace(
      /exec (.*)$/,
      `long=$(head -c 120000 /dev/zero | tr "\\\\0" a)\nexec $1${' $long'.repeat(15)}`,
    ),
  },
];

const isReady = {printsReady: true, rows: 1} as const;

export const unusualProcesses: readonly Variant[] = [
  ...unusual.map(each => ({
    kind: 39,
    signs: ['owner-script', 'owner-path'],
    helps: /^owner \d+ python3/m,
    ...isReady,
    ...each,
  })),
  ...['tcp', 'udp', 'tcp 443'].map((what, number) => ({
    kind: 40,
    id: `preload-hidden-${number + 1}`,
    does: what === 'tcp 443' ? 'a connection to 443' : `a listener, ${what.toUpperCase()}`,
    world: 'preload' as const,
    start: agent(
      'open("/proc/self/comm", "w").write("hidden")',
      what === 'tcp 443' ? connects('tcp', 443) : listens(what as 'tcp' | 'udp', 7400),
      stays,
    ),
    waits: {tcp: 443},
    signs: ['owner-script', 'owner-path'],
    words: /preload/,
    helps: /^owner \d+ hidden|^note .*preload/m,
  })),
  {
    kind: 41,
    id: 'own-network-namespace',
    does: 'a listener in a network namespace of its own',
    start: python(
      lines('import socket, time', 's = socket.socket()', 's.bind(("", 7441))', 's.listen()', ready, stays),
      'exec unshare --net /usr/bin/python3',
    ),
    printsReady: true,
    socket: /^tcp LISTEN 0\.0\.0\.0:7441$/,
    signs: ['owner-script'],
    helps: /^note .*namespace/m,
  },
];
