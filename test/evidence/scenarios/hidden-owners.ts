import {connects, lines, listens, python, ready, stays} from '../stage/scripts.ts';
import type {Variant} from '../stage/variant.ts';

type Given = Pick<Variant, 'id' | 'does' | 'start'> & Partial<Variant>;

/** 32: the socket is on its way from one process to another (unix(7), SCM_RIGHTS). */
const inFlight = (opens: string): string =>
  python(
    lines(opens, 'a, b = socket.socketpair()', 'socket.send_fds(a, [b"x"], [s.fileno()])', 's.close()', ready, stays),
  );

const flight = (id: string, does: string, opens: string, more: Partial<Variant> = {}): Given => ({
  id,
  does,
  start: inFlight(opens),
  printsReady: true,
  rows: 1,
  ...more,
});

const flights: readonly Given[] = [
  flight('flight-odd', 'a listener on an odd port', listens('tcp', 7320)),
  flight('flight-8080', 'a listener on 8080', listens('tcp', 8080)),
  flight('flight-22', 'a listener on 22', listens('tcp', 22)),
  flight('flight-443', 'a connection to 443', connects('tcp', 443), {waits: {tcp: 443}}),
];

/** 33: only a ring of io_uring(7) holds the socket. */
const inRing = (opens: string): string =>
  python(
    lines(
      opens,
      'import ctypes',
      'call = ctypes.CDLL(None, use_errno=True).syscall',
      'ring = call(425, 8, ctypes.create_string_buffer(120))',
      'files = (ctypes.c_int * 1)(s.fileno())',
      'if ring < 0 or call(427, ring, 2, files, 1) != 0: sys.exit("io_uring: " + os.strerror(ctypes.get_errno()))',
      's.close()',
      ready,
      stays,
    ),
  );

/** 34: only a thread with descriptors of its own holds the socket (unshare(2), CLONE_FILES). */
const inThread = (opens: string): string =>
  python(
    lines(
      'import ctypes, threading, time',
      'def run():',
      '  ctypes.CDLL(None).unshare(0x400)',
      ...opens.split('\n').map(line => `  ${line}`),
      `  ${ready}`,
      `  ${stays}`,
      'threading.Thread(target=run).start()',
      stays,
    ),
  );

const threads: readonly Given[] = [
  {id: 'thread-listens', does: 'listens', start: inThread(listens('tcp', 7340))},
  {id: 'thread-connects', does: 'connects to an odd port', start: inThread(connects('tcp', 7140)), waits: {tcp: 7140}},
  {id: 'thread-443', does: 'connects to 443', start: inThread(connects('tcp', 443)), waits: {tcp: 443}},
];

/** 35: the holder hands the socket to a child every 10 ms. A subreaper (prctl(2)) reaps the parents. */
const moving = (opens: string): string =>
  python(
    lines(
      'import ctypes, os, signal, time',
      'ctypes.CDLL(None).prctl(36, 1)',
      'signal.signal(signal.SIGCHLD, signal.SIG_IGN)',
      'if os.fork() == 0:',
      ...opens.split('\n').map(line => `  ${line}`),
      '  while True:',
      '    time.sleep(0.01)',
      '    if os.fork(): os._exit(0)',
      stays,
    ),
  );

/** Starts Python that holds a socket, and goes on once the socket is open; $pid is the process. */
const beside = (
  opens: string,
  then: string,
): string => `${python(lines(opens, 'print("open", flush=True)', stays), '/usr/bin/python3')} &
pid=$!
while ! grep -q open /run/printed/$ID; do sleep 0.02; done
${then}
echo ready
wait`;

/** 36: another directory is mounted over the process's own. */
const covered: readonly Given[] = [
  {
    id: 'empty-over-proc',
    does: 'an empty directory, listener',
    start: beside(listens('tcp', 7360), 'mkdir /run/$ID; mount --bind /run/$ID /proc/$pid'),
  },
  {
    id: 'other-over-proc',
    does: 'the directory of another process, listener',
    start: beside(listens('tcp', 7360), 'mount --bind /proc/1 /proc/$pid'),
  },
  {
    id: 'empty-over-proc-443',
    does: 'an empty directory, connection to 443',
    start: beside(connects('tcp', 443), 'mkdir /run/$ID; mount --bind /run/$ID /proc/$pid'),
    waits: {tcp: 443},
  },
];

const forges = `inode=$(readlink /proc/$pid/fd/3)
mkdir -p /run/$ID/fd /run/$ID/task
for file in status cgroup maps mountinfo; do cat /proc/$pid/$file > /run/$ID/$file; done
sed 's/(python3)/(sshd)/' /proc/$pid/stat > /run/$ID/stat
echo sshd > /run/$ID/comm
printf '/usr/sbin/sshd\\0-D\\0' > /run/$ID/cmdline
ln -s /usr/sbin/sshd /run/$ID/exe
ln -s / /run/$ID/root
ln -s / /run/$ID/cwd
ln -s "$inode" /run/$ID/fd/3
mount --bind /run/$ID /proc/$pid`;

const noHolder = {signs: ['unidentified', 'procfs-forged', 'owner-script'], words: /no process|nobody|unknown/i};
const isReady = {printsReady: true, rows: 1} as const;
const wronglySure = /each that might(?: hold it)? was read/;

export const hiddenOwners: readonly Variant[] = [
  {
    ...isReady,
    kind: 30,
    id: 'lies-over-proc',
    does: 'a directory of lies, that names sshd, listener on 22',
    world: 'lies',
    start: beside(listens('tcp', 22), forges),
    signs: ['procfs-forged'],
    wrong: /^owner \d+ sshd /m,
  },
  ...flights.map(each => ({kind: 32, ...noHolder, ...each})),
  {
    kind: 33,
    id: 'ring-listens',
    kernel: 'io_uring',
    does: 'a listener',
    start: inRing(listens('tcp', 7330)),
    ...noHolder,
    ...isReady,
  },
  {
    kind: 33,
    id: 'ring-443',
    kernel: 'io_uring',
    does: 'a connection to 443',
    start: inRing(connects('tcp', 443)),
    waits: {tcp: 443},
    ...noHolder,
    ...isReady,
  },
  ...threads.map(each => ({kind: 34, ...noHolder, ...isReady, wrong: /no process holds/i, ...each})),
  ...[
    {id: 'moving-listens', does: 'a listener', start: moving(listens('tcp', 7350))},
    {id: 'moving-443', does: 'a connection to 443', start: moving(connects('tcp', 443)), waits: {tcp: 443}},
  ].map(each => ({
    kind: 35,
    world: 'altered' as const,
    ...noHolder,
    words: /chang|mov|no process/i,
    wrong: wronglySure,
    varies: true,
    ...each,
  })),
  ...covered.map(each => ({kind: 36, world: 'lies' as const, ...noHolder, ...isReady, ...each})),
  ...[
    flight('blind-odd', 'a listener that nobody holds, on an odd port', listens('tcp', 7370)),
    flight('blind-22', 'a listener that nobody holds, on 22', listens('tcp', 22)),
    flight('blind-443', 'a connection that nobody holds, to 443', connects('tcp', 443), {waits: {tcp: 443}}),
  ].map(each => ({kind: 37, world: 'blind' as const, ...noHolder, wrong: /refused by this system/, ...each})),
  ...[
    flight('decoy-udp', 'UDP that nobody holds, on an odd port', listens('udp', 7380)),
    flight('decoy-443', 'UDP that nobody holds, to 443', connects('udp', 443), {waits: {udp: 443}}),
  ].map(each => ({
    kind: 38,
    world: 'decoy' as const,
    kernel: 'vxlan',
    ...noHolder,
    wrong: /held by the kernel/i,
    ...each,
  })),
];
