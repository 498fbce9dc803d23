import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {test} from 'node:test';
import {fileURLToPath} from 'node:url';
import {skipWithout} from '../netlink/namespace.ts';

const within = ['--pid', '--fork', '--mount-proc', '--net', '--kill-child'];

function canReuse(): boolean {
  try {
    execFileSync('unshare', [...within, 'sh', '-c', 'echo 300 > /proc/sys/kernel/ns_last_pid'], {stdio: 'ignore'});
    return true;
  } catch {
    return false;
  }
}

const skip = skipWithout('python3') || (process.env.REQUIRE_TOOLS === '1' || canReuse() ? false : 'no PID namespaces');

test('a process that gets the pid of one that shared a socket is not named for it', {skip, timeout: 120_000}, () => {
  const script = fileURLToPath(new URL('reuse-polls.ts', import.meta.url));
  const printed = execFileSync('unshare', [...within, process.execPath, '--import', 'tsx', script], {encoding: 'utf8'});
  const {parent, child, successor, before, after} = JSON.parse(printed);
  assert.equal(successor, child, 'the pid passed on');
  assert.deepEqual([before, after], [[parent, child], [parent]]);
});
