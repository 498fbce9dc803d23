import assert from 'node:assert/strict';
import {test} from 'node:test';
import {createNamespaceMembers} from '../../../source/collect/namespaces/namespace-members.ts';
import {type Files, realFiles} from '../../../source/linux/proc-files.ts';

type Host = {
  /** Inodes of namespaces by process. */
  readonly processes: ReadonlyMap<number, number>;
  /** The threads of process 5, by the inode of their namespace. */
  readonly threads?: ReadonlyMap<number, number>;
};

/** Reading a link takes a millisecond. */
function membersOf({processes, threads = new Map()}: Host, inParts: boolean) {
  let links = 0;
  const files: Files = {
    ...realFiles,
    names: path => {
      if (path === '/proc') return [...processes.keys()].map(String).values();
      return (path === '/proc/5/task' ? [5, ...threads.keys()].map(String) : []).values();
    },
    link: path => {
      links++;
      const [, pid, thread] = path.match(/^\/proc\/(\d+)(?:\/task\/(\d+))?\/ns\/net$/) ?? [];
      return `net:[${thread === undefined ? processes.get(Number(pid)) : threads.get(Number(thread))}]`;
    },
  };
  const members = createNamespaceMembers({files, proc: '/proc', now: () => links, inParts});
  return {members, links: () => links};
}

const range = (from: number, to: number): readonly number[] => Array.from({length: to - from}, (_, at) => from + at);

test('the threads of one process are read in parts, until the last one', async () => {
  const threads = new Map(range(10, 20_010).map(id => [id, id === 20_009 ? 7 : 1]));
  const {members, links} = membersOf({processes: new Map([[5, 1]]), threads}, false);
  await members.read();
  assert.ok(links() < 5000, `${links()} links at once`);
  assert.deepEqual([...members.byInode(1)], []);
  for (let call = 0; call < 5; call++) await members.read();
  assert.deepEqual([...members.byInode(1)], [[7, ['5/task/20009']]]);
  assert.ok(links() < 21_000, `${links()} links for 20,000 threads`);
});

test('many processes are read in parts where that is allowed, else at once', async () => {
  const processes = new Map(range(10, 3010).map(pid => [pid, pid === 3009 ? 7 : 1]));
  const parts = membersOf({processes}, true);
  await parts.members.read();
  assert.ok(parts.links() < 1000, `${parts.links()} links at once`);
  for (let call = 0; call < 6; call++) await parts.members.read();
  assert.deepEqual([...parts.members.byInode(1)], [[7, ['3009']]]);
  const whole = membersOf({processes}, false);
  await whole.members.read();
  assert.deepEqual([...whole.members.byInode(1)], [[7, ['3009']]]);
});
