import assert from 'node:assert/strict';
import {mkdirSync, rmSync, symlinkSync} from 'node:fs';
import {join} from 'node:path';
import {type TestContext, test} from 'node:test';
import {readByProcess} from '../../../source/collect/procfs/read-by-process.ts';
import {trusted} from '../../../source/domain/text.ts';
import {realFiles} from '../../../source/linux/proc-files.ts';
import {createFakeProc} from '../owners/fake-proc.ts';

const heading = '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n';
const line = (port: string): string =>
  `   0: 0100007F:${port} 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 1 1 0 100 0 0 10 0\n`;

/** Two processes, each with a listener on a port that is its pid. */
function openProc(t: TestContext) {
  const {root, write} = createFakeProc(t);
  const move = (pid: number, inode: number): void => {
    mkdirSync(join(root, `${pid}/ns`), {recursive: true});
    rmSync(join(root, `${pid}/ns/net`), {force: true});
    symlinkSync(`net:[${inode}]`, join(root, `${pid}/ns/net`));
  };
  for (const pid of [11, 12]) {
    for (const name of ['tcp', 'udp']) write(`${pid}/net/${name}`, heading);
    write(`${pid}/net/tcp`, heading + line(pid.toString(16).padStart(4, '0')));
  }
  return {root, move};
}

const namespace = {netns: {name: trusted('a'), inode: 7}, paths: ['/x'], members: ['11', '12']};

test('the tables of a process count where it is in the namespace', async t => {
  const {root, move} = openProc(t);
  move(11, 8);
  move(12, 7);
  const {rows} = await readByProcess(namespace, root, 'LE', realFiles);
  assert.deepEqual(
    rows.map(({local}) => local.port),
    [12],
  );
});

test('tables of a process that has left the namespace meanwhile do not count', async t => {
  const {root, move} = openProc(t);
  move(11, 7);
  move(12, 8);
  let links = 0;
  const link = (path: string): string => (++links === 2 ? 'net:[8]' : realFiles.link(path));
  await assert.rejects(readByProcess(namespace, root, 'LE', {...realFiles, link}));
  assert.equal(links, 3, 'each was asked, the first twice');
});
