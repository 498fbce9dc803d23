import assert from 'node:assert/strict';
import {type ChildProcess, spawn} from 'node:child_process';
import {once} from 'node:events';
import {createInterface} from 'node:readline';
import {suite, type TestContext, test} from 'node:test';
import {type Host, openHost} from './helpers/host.ts';
import {needs, pathOf} from './helpers/needs.ts';
import {portwatch, runToEnd, watch} from './helpers/portwatch.ts';

/** Opens what this kernel has of vsock and XDP sockets, and writes which. */
const script = `
import socket, sys
opened = []
def attempt(name, make):
    try:
        opened.append((name, make()))
    except OSError:
        pass
def vsock():
    s = socket.socket(40, socket.SOCK_STREAM)
    s.bind((0xffffffff, 4711))
    s.listen()
    return s
attempt('vsock', vsock)
attempt('XDP', lambda: socket.socket(44, socket.SOCK_RAW))
print(','.join(name for name, _ in opened), flush=True)
sys.stdin.read()
`;

async function openFamilies(t: TestContext, host: Host): Promise<readonly string[]> {
  const [program = '', ...parameters] = [...host.within, pathOf('python3') ?? 'python3', '-c', script];
  const child: ChildProcess = spawn(program, parameters, {stdio: ['pipe', 'pipe', 'inherit']});
  t.after(async () => {
    child.kill('SIGKILL');
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  });
  assert.ok(child.stdout);
  const {value} = await createInterface({input: child.stdout})[Symbol.asyncIterator]().next();
  return String(value).split(',');
}

suite('sockets of families that are not listed', {timeout: 60_000, ...needs('python3')}, () => {
  test('are counted with who holds them, in the text, in JSON and on the screen', async t => {
    const host = await openHost(t);
    const names = await openFamilies(t, host);
    if (names.join() === '') return t.skip('the kernel has neither');
    const text = await runToEnd([...host.within, ...portwatch, '--once']);
    for (const name of names) assert.match(text.stdout, new RegExp(`not read: .*\\b${name} 1 \\(python3\\)`), name);
    const {stdout} = await runToEnd([...host.within, ...portwatch, '--json']);
    const notes: readonly string[] = JSON.parse(stdout).coverage.notes;
    assert.ok(
      notes.some(note => names.every(name => note.includes(`${name} 1 (python3)`))),
      notes.join('\n'),
    );
    const terminal = await watch(t, host, [], {columns: 80, rows: 24});
    await terminal.press('?');
    await terminal.waitFor('lists them', lines =>
      names.every(name => lines.join(' ').replace(/\s+/g, ' ').includes(`${name} 1 (python3)`)),
    );
  });
});
