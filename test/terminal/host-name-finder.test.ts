import assert from 'node:assert/strict';
import {suite, test} from 'node:test';
import {setImmediate as turn} from 'node:timers/promises';
import {createHostNameFinder} from '../../source/terminal/host-name-finder.ts';

type Answer = {readonly resolve: (names: readonly string[]) => void; readonly reject: (error: Error) => void};

/** A finder whose lookups the test answers; `open` has the running ones, in the order of their start. */
function bench() {
  const reported: (readonly [string, string | null])[] = [];
  const open = new Map<string, Answer>();
  const began: string[] = [];
  const finder = createHostNameFinder((address, name) => reported.push([address, name]), {
    reverse: address => {
      began.push(address);
      return new Promise<readonly string[]>((resolve, reject) => open.set(address, {resolve, reject}));
    },
    cancel: () => {
      for (const {reject} of open.values()) reject(new Error('ECANCELLED'));
      open.clear();
    },
  });
  /** Answers a running lookup with names or with an error. */
  const answer = async (address: string, names: readonly string[] | Error): Promise<void> => {
    const each = open.get(address);
    assert.ok(each, `${address} is not being looked up`);
    open.delete(address);
    if (names instanceof Error) each.reject(names);
    else each.resolve(names);
    await turn();
  };
  return {finder, reported, open, began, answer};
}

const addresses = (count: number, from = 0): readonly string[] =>
  Array.from({length: count}, (_, index) => `10.0.0.${from + index}`);

suite('the lookup of names', () => {
  test('runs eight at once, and the next as soon as one is done', async () => {
    const {finder, open, answer} = bench();
    finder.find(addresses(20));
    assert.equal(open.size, 8);
    await answer('10.0.0.3', ['c.example']);
    assert.equal(open.size, 8);
    assert.ok(open.has('10.0.0.8'));
  });

  test('reports all in the end, in any order', async () => {
    const {finder, reported, open, answer} = bench();
    finder.find(addresses(20));
    while (open.size > 0) await answer([...open.keys()].at(-1) ?? '', []);
    assert.deepEqual(reported.map(([address]) => address).sort(), [...addresses(20)].sort());
  });

  test('starts the last requested addresses before those that still wait', async () => {
    const {finder, began, answer} = bench();
    finder.find(addresses(20));
    finder.find(addresses(2, 100));
    await answer('10.0.0.0', []);
    await answer('10.0.0.1', []);
    assert.deepEqual(began.slice(8), addresses(2, 100));
  });

  test('looks up each address once, also while it waits', async () => {
    const {finder, began, answer} = bench();
    finder.find(addresses(9));
    finder.find(addresses(9));
    for (const address of addresses(8)) await answer(address, ['a.example']);
    assert.deepEqual(began, addresses(9));
  });

  test('looks up an address again on a new request', async () => {
    const {finder, reported, answer} = bench();
    for (const name of ['a.example', 'b.example']) {
      finder.find(['10.0.0.1']);
      await answer('10.0.0.1', [name]);
    }
    assert.deepEqual(
      reported.map(([, name]) => name),
      ['a.example', 'b.example'],
    );
  });

  test('drops the first requests where too many wait, and looks them up on a new request', async () => {
    const {finder, began, answer} = bench();
    finder.find(addresses(9));
    finder.find(addresses(2000, 1000));
    await answer('10.0.0.0', []);
    assert.equal(began.at(-1), '10.0.0.1000');
    finder.find(['10.0.0.8']);
    await answer('10.0.0.1', []);
    assert.equal(began.at(-1), '10.0.0.8');
  });

  test('reports null for an address without a name, and for one whose lookup failed', async () => {
    const {finder, reported, answer} = bench();
    finder.find(addresses(2));
    await answer('10.0.0.0', []);
    await answer('10.0.0.1', new Error('ETIMEOUT'));
    assert.deepEqual(reported, [
      ['10.0.0.0', null],
      ['10.0.0.1', null],
    ]);
  });

  test('continues after an error that is thrown at once', async () => {
    const reported: (readonly [string, string | null])[] = [];
    const finder = createHostNameFinder((address, name) => reported.push([address, name]), {
      reverse: address => {
        if (address === 'nonsense') throw new TypeError('no address');
        return Promise.resolve(['a.example']);
      },
      cancel: () => {},
    });
    finder.find(['nonsense', '10.0.0.1']);
    await turn();
    assert.deepEqual(reported, [
      ['nonsense', null],
      ['10.0.0.1', 'a.example'],
    ]);
  });

  const names: readonly (readonly [name: string, reported: string | null])[] = [
    ['a.example', 'a.example'],
    ['\x1b[2Jowned\u202e.example', '\\x1b[2Jowned\\u{202e}.example'],
    ['two\nlines', 'two\\x0alines'],
    ['x'.repeat(253), 'x'.repeat(253)],
    ['x'.repeat(254), null],
  ];
  for (const [name, expected] of names) {
    test(`reports ${JSON.stringify(name.slice(0, 30))} of ${name.length} as ${expected?.slice(0, 40)}`, async () => {
      const {finder, reported, answer} = bench();
      finder.find(['10.0.0.1']);
      await answer('10.0.0.1', [name, 'second.example']);
      assert.deepEqual(reported, [['10.0.0.1', expected]]);
    });
  }

  test('once stopped, ends running lookups, reports nothing more, and starts nothing', async () => {
    const {finder, reported, open, began} = bench();
    finder.find(addresses(20));
    finder.stop();
    assert.equal(open.size, 0);
    await turn();
    finder.find(addresses(3, 100));
    await turn();
    assert.deepEqual(reported, []);
    assert.equal(began.length, 8);
  });

  test('starts no more than eight at once, however many there are', async () => {
    let running = 0;
    let most = 0;
    let reported = 0;
    const finder = createHostNameFinder(() => reported++, {
      reverse: async () => {
        most = Math.max(most, ++running);
        await turn();
        running--;
        return [];
      },
      cancel: () => {},
    });
    for (let round = 0; round < 10; round++) finder.find(addresses(100, round * 100));
    while (reported < 1000) await turn();
    assert.equal(most, 8);
  });
});
