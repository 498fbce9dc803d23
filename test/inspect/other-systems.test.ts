import assert from 'node:assert/strict';
import {test} from 'node:test';
import {known, unknown} from '../../source/domain/known.ts';
import type {Socket} from '../../source/domain/socket.ts';
import {createInspector} from '../../source/inspect/inspector.ts';
import type {RunTool} from '../../source/system/run-tool.ts';
import {holder, sampleSocket} from './sample.ts';

/**
 * A tool that prints a text when it is called with words that hold `words`. Written to the formats that ps(1), lsof(8)
 * and tasklist document.
 */
type Said = readonly [words: string, text: string];

const saying =
  (...said: readonly Said[]): RunTool =>
  async (tool, parameters) => {
    const called = [tool, ...parameters].join(' ');
    const found = said.find(([words]) => called.startsWith(words));
    if (!found) return {kind: 'missing'};
    return {kind: 'done', code: 0, stdout: Buffer.from(found[1]), stderr: Buffer.alloc(0), truncated: false};
  };

const {signal} = new AbortController();
const listener = (changes: Partial<Socket> = {}): Socket =>
  sampleSocket({inode: null, owner: known([holder(412, 'sshd', {user: null, uid: null})]), ...changes});
const poll = (platform: string, run: RunTool, socket = listener()) =>
  createInspector({run, platform, seesAll: async () => true}).inspect(socket, signal);

const ps: readonly Said[] = [
  ['ps -ww -p 412', '  0 root     Fri Nov 20 07:15:02 2026     /usr/sbin/sshd -D -e\n'],
  ['ps -ax', '    1     0 /sbin/launchd\n  300     1 /usr/libexec/a helper\n  412   300 /usr/sbin/sshd\n'],
];
const lsof: Said = [
  'lsof -nP -w -i4TCP:22',
  'p412\0csshd\0u0\0Lroot\0\nf3\0au\0l \0tIPv6\0d0x6c1d\0o0t0\0PTCP\0n*:22\0TST=LISTEN\0\n' +
    'f4\0au\0l \0tIPv4\0d0x6c1e\0o0t0\0PTCP\0n*:22\0TST=LISTEN\0\n',
];
const directory: Said = ['lsof -a -nP -w -p 412 -d cwd', 'p412\0\nfcwd\0n/var/empty\0\n'];

test('macOS: the facts of ps and lsof are the detail, and the rest is not collected', async () => {
  const {processes, lsof: listed, crossCheck} = await poll('darwin', saying(...ps, lsof, directory));
  const [detail] = processes;
  assert.deepEqual(
    [detail?.uid, detail?.user, detail?.arguments, detail?.workingDirectory],
    [0, 'root', '/usr/sbin/sshd -D -e', known('/var/empty')],
  );
  assert.equal(detail?.startedAt, new Date(2026, 10, 20, 7, 15, 2).getTime());
  assert.deepEqual(
    detail?.parents.map(({pid, name}) => [pid, name]),
    [
      [300, 'a helper'],
      [1, 'launchd'],
    ],
  );
  assert.deepEqual([detail?.parentsEnd, detail?.package], ['first-process', unknown('not-collected')]);
  assert.deepEqual(listed.kind === 'records' && listed.records.map(({fd, pid}) => [fd, pid]), [['4u', 412]]);
  assert.equal(crossCheck.result, 'unknown');
  assert.match(crossCheck.detail, /nothing else can confirm/);
});

test('a socket without inode is found by its family and by the spelling of states on BSD', async () => {
  const closing = listener({
    state: 'FIN_WAIT2',
    local: {...listener().local, port: 50000},
    peer: {...listener().local, address: listener().local.address, port: 80},
  });
  const run = saying(...ps, [
    'lsof -nP -w -i4TCP:50000',
    'p412\0csshd\0u0\0\nf3\0au\0l \0tIPv4\0PTCP\0n*:50000->*:80\0TST=FIN_WAIT_2\0\n',
  ]);
  assert.equal((await poll('freebsd', run, closing)).lsof.kind, 'records');
  const six = {...listener(), family: 6} as const;
  assert.equal((await poll('freebsd', saying(...ps, ['lsof -nP -w -i6TCP:22', lsof[1]]), six)).lsof.kind, 'records');
});

test('BSD without lsof: the result is missing, and the working directory is not collected', async () => {
  const {processes, lsof: listed} = await poll('openbsd', saying(...ps));
  assert.equal(listed.kind, 'missing');
  assert.deepEqual(processes[0]?.workingDirectory, unknown('not-collected'));
});

test('a process that ps no longer lists has exited; without ps nothing is known', async () => {
  const gone = await poll('darwin', saying(['ps -ww', ''], ['ps -ax', '']));
  assert.deepEqual(gone.processes[0]?.workingDirectory, unknown('exited'));
  const none = await poll('darwin', saying());
  assert.deepEqual(
    [none.processes[0]?.workingDirectory, none.processes[0]?.parentsEnd],
    [unknown('not-collected'), 'not-reported'],
  );
});

test('where ps lists no other processes parents are not reported, and without this one not readable', async () => {
  const [self, all] = ps;
  assert.ok(self && all);
  const endOf = async (run: RunTool): Promise<unknown> => (await poll('freebsd', run)).processes[0]?.parentsEnd;
  assert.equal(await endOf(saying(self)), 'not-reported');
  assert.equal(await endOf(saying(self, [all[0], '    1     0 /sbin/init\n'])), 'unreadable');
});

test('Windows: tasklist has user and services, and lsof is not run', async () => {
  const asked: string[] = [];
  const tasks = saying(
    [
      'tasklist /fi PID eq 412 /fo csv /nh /v',
      '"svchost.exe","412","Services","0","12,340 K","Unknown","NT AUTHORITY\\SYSTEM","0:00:03","N/A"\r\n',
    ],
    ['tasklist /fi PID eq 412 /fo csv /nh /svc', '"svchost.exe","412","RpcEptMapper,RpcSs"\r\n'],
  );
  const run: RunTool = (tool, ...rest) => {
    asked.push(tool);
    return tasks(tool, ...rest);
  };
  const {processes, lsof: listed} = await poll('win32', run);
  const [detail] = processes;
  assert.deepEqual(
    [detail?.user, detail?.description],
    ['NT AUTHORITY\\SYSTEM', known('runs the service RpcEptMapper,RpcSs')],
  );
  assert.deepEqual([detail?.package, detail?.parentsEnd], [unknown('not-collected'), 'not-reported']);
  assert.deepEqual([listed.kind, listed.commandLine], ['missing', 'tasklist /v /fi "PID eq 412"']);
  assert.match(listed.kind === 'missing' ? listed.message : '', /^Windows has no lsof/);
  assert.deepEqual([...new Set(asked)], ['tasklist']);
});

test('Windows: "none" in any language is no service and no user; a process that is gone has exited', async () => {
  const german = await poll(
    'win32',
    saying(
      [
        'tasklist /fi PID eq 412 /fo csv /nh /v',
        '"a.exe","412","Console","1","1 K","Running","Nicht zutreffend","0:00:00","x"\r\n',
      ],
      ['tasklist /fi PID eq 412 /fo csv /nh /svc', '"a.exe","412","Nicht zutreffend"\r\n'],
    ),
  );
  assert.deepEqual([german.processes[0]?.user, german.processes[0]?.description], [null, known(null)]);
  const info = 'INFO: No tasks are running which match the specified criteria.\r\n';
  const gone = await poll('win32', saying(['tasklist', info]));
  assert.deepEqual(gone.processes[0]?.package, unknown('exited'));
});
