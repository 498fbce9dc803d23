import assert from 'node:assert/strict';
import {test} from 'node:test';
import {createOtherSockets} from '../../../source/collect/owners/other-sockets.ts';
import {type Files, realFiles} from '../../../source/linux/proc-files.ts';

const texts: Readonly<Record<string, string>> = {
  '/proc/7/comm': 'socat\n',
  '/proc/8/comm': 'socat\n',
  '/proc/9/comm': 'ping\n',
};
const files: Files = {
  ...realFiles,
  read: path => {
    const text = texts[path];
    if (text === undefined) throw Object.assign(new Error('no such file'), {code: 'ENOENT'});
    return Buffer.from(text);
  },
};

test('each socket counts once, with the processes that hold it, and is asked for its family once', () => {
  const asked: number[] = [];
  const protocols: Readonly<Record<number, string>> = {
    1: 'AF_VSOCK',
    2: 'AF_VSOCK',
    3: 'TCP',
    4: 'UNIX-STREAM',
    5: 'NEWv6',
  };
  const others = createOtherSockets(files, '/proc', (_path, inode) => {
    asked.push(inode);
    return protocols[inode] ?? null;
  });
  const scan = (): void => {
    others.begin();
    for (const [pid, inode] of [
      [7, 1],
      [8, 1],
      [7, 2],
      [7, 3],
      [7, 4],
      [9, 5],
      [9, 6],
    ] as const)
      others.note(pid, `/proc/${pid}/fd/3`, inode);
  };
  scan();
  scan();
  assert.deepEqual(asked, [1, 2, 3, 4, 5, 6]);
  assert.deepEqual(others.families(), [
    {name: 'vsock', count: 2, holders: ['socat']},
    {name: 'NEWv6', count: 1, holders: ['ping']},
  ]);
});

test('what was closed since the last scan counts no more', () => {
  const others = createOtherSockets(files, '/proc', () => 'XDP');
  others.begin();
  others.note(7, '/proc/7/fd/3', 1);
  others.begin();
  assert.deepEqual(others.families(), []);
});

test('one scan asks for a bounded number of sockets; the next ones ask for the rest', () => {
  let asked = 0;
  const others = createOtherSockets(files, '/proc', () => {
    asked++;
    return 'UNIX';
  });
  const scan = (): void => {
    others.begin();
    for (let inode = 1001; inode <= 31_000; inode++) others.note(7, '/proc/7/fd/3', inode);
  };
  scan();
  assert.equal(asked, 20_000);
  scan();
  scan();
  assert.equal(asked, 30_000);
});
