import assert from 'node:assert/strict';
import {constants} from 'node:os';
import {test} from 'node:test';
import {SOCK_DIAG_BY_FAMILY} from '../../../source/collect/netlink/decode.ts';
import {dump, maxRepeats} from '../../../source/collect/netlink/dump.ts';
import {allStates, dumpRequest} from '../../../source/collect/netlink/request.ts';
import {createTimeSlices, type TimeSlices} from '../../../source/collect/time-slices.ts';
import type {Channel} from '../../../source/linux/netlink-channel.ts';
import {ending, inetDiag, join, message} from './messages.ts';

const {EAGAIN, EBADMSG, EINTR, EIO, EMFILE, ENOBUFS, ENOENT, EPERM, ETIMEDOUT} = constants.errno;
const interrupted = 0x12;

/** What the kernel does at one read: a datagram, or the errno. */
type Read = ((sequence: number) => Uint8Array) | number;

const socket =
  (inode: number, flags = 2): Read =>
  sequence =>
    message(SOCK_DIAG_BY_FAMILY, sequence, inetDiag({inode}), flags);
const done =
  (errno = 0): Read =>
  sequence =>
    ending(3, sequence, errno);

/**
 * A kernel that answers the dumps with these reads, one list for each; after the last read there is nothing to read.
 */
function kernel(dumps: readonly (readonly Read[])[], refusal = 0) {
  let opened = 0;
  let closed = 0;
  const open = (): Channel => {
    const reads = [...(dumps[opened++] ?? [])];
    let sequence = 0;
    return {
      send: request => {
        sequence = new DataView(request.buffer).getUint32(8, true);
        return refusal;
      },
      receive: into => {
        const read = reads.shift();
        if (read === undefined || typeof read === 'number') return -(read ?? EAGAIN);
        const bytes = read(sequence);
        into.set(bytes);
        return bytes.length;
      },
      close: () => {
        closed++;
      },
    };
  };
  return {open, counts: () => ({opened, closed})};
}

const endless: TimeSlices = {turn: () => undefined};

async function run(open: () => Channel | number, slices: TimeSlices = endless, isLong = false) {
  let inodes: number[] = [];
  const sink = {
    begin: () => {
      inodes = [];
    },
    onSocket: (view: DataView, start: number) => {
      inodes.push(view.getUint32(start + 68, true));
    },
  };
  const request = (sequence: number): Uint8Array =>
    dumpRequest({protocol: 'tcp', family: 4}, allStates, sequence, true);
  const result = await dump(open, request, new DataView(new ArrayBuffer(4096)), sink, slices, isLong);
  return {...result, inodes};
}

test('A dump is all datagrams up to the end, read on a channel that is closed after it', async () => {
  const {open, counts} = kernel([[socket(1), socket(2), done()]]);
  assert.deepEqual(await run(open), {errno: 0, interrupted: false, unreadable: 0, inodes: [1, 2]});
  assert.deepEqual(counts(), {opened: 1, closed: 1});
});

for (const isSent of [true, false]) {
  test(`A long dump is requested aside${isSent ? '' : ', or else here, where the errno is known'}`, async () => {
    const sent: string[] = [];
    const open = (refusal: number): Channel => {
      const channel = kernel([[socket(1), done()]], refusal).open();
      return {
        ...channel,
        send: request => {
          sent.push('here');
          return channel.send(request);
        },
        sendAside: async request => {
          sent.push('aside');
          return isSent && channel.send(request) === 0;
        },
      };
    };
    assert.deepEqual((await run(() => open(0), endless, true)).inodes, [1]);
    assert.deepEqual(sent, isSent ? ['aside'] : ['aside', 'here']);
    assert.equal((await run(() => open(EPERM), endless, true)).errno, EPERM);
    sent.length = 0;
    await run(() => open(0));
    assert.deepEqual(sent, ['here'], 'a short one');
  });
}

test('An interrupted dump is repeated from the start, and nothing of it counts', async () => {
  const {open, counts} = kernel([
    [socket(1), socket(2, interrupted), done()],
    [socket(3), done()],
  ]);
  assert.deepEqual(await run(open), {errno: 0, interrupted: false, unreadable: 0, inodes: [3]});
  assert.deepEqual(counts(), {opened: 2, closed: 2});
});

test('After three repeats the last dump counts, as an interrupted one', async () => {
  const dumps = [1, 2, 3, 4, 5].map(inode => [socket(inode, interrupted), done()]);
  const {open, counts} = kernel(dumps);
  assert.deepEqual(await run(open), {errno: 0, interrupted: true, unreadable: 0, inodes: [1 + maxRepeats]});
  assert.deepEqual(counts(), {opened: 4, closed: 4});
});

test('Messages that the kernel had to drop make it repeat the dump', async () => {
  const {open} = kernel([
    [socket(1), ENOBUFS, done()],
    [socket(1), socket(2), done()],
  ]);
  assert.deepEqual((await run(open)).inodes, [1, 2]);
});

test('A part that stays lost after three repeats makes the dump fail: a part of a table is none', async () => {
  const dropped = kernel([1, 2, 3, 4, 5].map(inode => [socket(inode), ENOBUFS, socket(9), done()]));
  assert.equal((await run(dropped.open)).errno, ENOBUFS);
  assert.deepEqual(dropped.counts(), {opened: 1 + maxRepeats, closed: 1 + maxRepeats});
  const cut: Read = sequence => message(SOCK_DIAG_BY_FAMILY, sequence, inetDiag({inode: 7})).slice(0, -1);
  assert.equal((await run(kernel([1, 2, 3, 4].map(() => [socket(1), cut, done()])).open)).errno, EBADMSG);
  const mended = kernel([
    [socket(1), cut, done()],
    [socket(1), socket(7), done()],
  ]);
  assert.deepEqual(await run(mended.open), {errno: 0, interrupted: false, unreadable: 1, inodes: [1, 7]});
});

test('A read broken off by a signal, or before there is something, is done again', async () => {
  const {open, counts} = kernel([[EINTR, socket(1), EAGAIN, EINTR, socket(2), EAGAIN, done()]]);
  assert.deepEqual((await run(open)).inodes, [1, 2]);
  assert.deepEqual(counts(), {opened: 1, closed: 1});
});

test('A kernel that goes silent in the middle of a dump is given up, and the channel closed', async () => {
  const {open, counts} = kernel([[socket(1)]]);
  assert.equal((await run(open)).errno, ETIMEDOUT);
  assert.deepEqual(counts(), {opened: 1, closed: 1});
});

test('Every refusal ends the dump with its errno, without a repeat', async () => {
  assert.equal((await run(() => EMFILE)).errno, EMFILE);
  assert.equal((await run(kernel([], EPERM).open)).errno, EPERM);
  assert.equal((await run(kernel([[EIO]]).open)).errno, EIO);
  assert.equal((await run(kernel([[() => new Uint8Array(0)]]).open)).errno, EIO);
  const {open, counts} = kernel([[socket(1, interrupted), done(ENOENT)]]);
  assert.equal((await run(open)).errno, ENOENT);
  assert.deepEqual(counts(), {opened: 1, closed: 1});
});

test('Messages that could not be read are counted over all repeats', async () => {
  const stranger: Read = sequence =>
    join([message(99, sequence, new Uint8Array(4)), ending(3, sequence, 0, interrupted)]);
  const {open} = kernel([[stranger], [stranger], [stranger], [stranger]]);
  assert.equal((await run(open)).unreadable, 4);
});

test('The channel is closed also when the sockets cannot be taken', async () => {
  const {open, counts} = kernel([[socket(1)]]);
  const sink = {
    begin: () => {},
    onSocket: () => {
      throw new Error('full');
    },
  };
  await assert.rejects(
    dump(
      open,
      sequence => dumpRequest({protocol: 'tcp', family: 4}, allStates, sequence),
      new DataView(new ArrayBuffer(4096)),
      sink,
      endless,
    ),
  );
  assert.deepEqual(counts(), {opened: 1, closed: 1});
});

test('Between two reads the event loop has its turn once the slice of time is used up', async () => {
  const order: string[] = [];
  const seen =
    (inode: number): Read =>
    sequence => {
      order.push(`read ${inode}`);
      if (inode === 2) setImmediate(() => order.push('other work'));
      return message(SOCK_DIAG_BY_FAMILY, sequence, inetDiag({inode}));
    };
  const {open} = kernel([[seen(1), seen(2), seen(3), done()]]);
  await run(open, createTimeSlices(0));
  assert.deepEqual(order, ['read 1', 'read 2', 'other work', 'read 3']);
});
