import assert from 'node:assert/strict';
import {suite, test} from 'node:test';
import {setImmediate as turn} from 'node:timers/promises';
import {createHostNameFinder} from '../../source/terminal/host-name-finder.ts';

type Answer = {readonly resolve: (names: readonly string[]) => void; readonly reject: (error: Error) => void};

/** A finder whose look-ups the test answers; `open` is what is being looked up, in the order in which it began. */
function bench() {
  const told: (readonly [string, string | null])[] = [];
  const open = new Map<string, Answer>();
  const began: string[] = [];
  const finder = createHostNameFinder((address, name) => told.push([address, name]), {
    reverse: address => {
      began.push(address);
      return new Promise<readonly string[]>((resolve, reject) => open.set(address, {resolve, reject}));
    },
    cancel: () => {
      for (const {reject} of open.values()) reject(new Error('ECANCELLED'));
      open.clear();
    },
  });
  /** Answers a look-up that runs: with names, or with an error. */
  const answer = async (address: string, names: readonly string[] | Error): Promise<void> => {
    const each = open.get(address);
    assert.ok(each, `${address} is not being looked up`);
    open.delete(address);
    if (names instanceof Error) each.reject(names);
    else each.resolve(names);
    await turn();
  };
  return {finder, told, open, began, answer};
}

const addresses = (count: number, from = 0): readonly string[] =>
  Array.from({length: count}, (_, index) => `10.0.0.${from + index}`);

suite('the look-up of names', () => {
  test('runs eight at once, and the next as soon as one is done', async () => {
    const {finder, open, answer} = bench();
    finder.find(addresses(20));
    assert.equal(open.size, 8);
    await answer('10.0.0.3', ['c.example']);
    assert.equal(open.size, 8);
    assert.ok(open.has('10.0.0.8'));
  });

  test('answers all in the end, in any order', async () => {
    const {finder, told, open, answer} = bench();
    finder.find(addresses(20));
    while (open.size > 0) await answer([...open.keys()].at(-1) ?? '', []);
    assert.deepEqual(told.map(([address]) => address).sort(), [...addresses(20)].sort());
  });

  test('takes what was asked for last before what still waits', async () => {
    const {finder, began, answer} = bench();
    finder.find(addresses(20));
    finder.find(addresses(2, 100));
    await answer('10.0.0.0', []);
    await answer('10.0.0.1', []);
    assert.deepEqual(began.slice(8), addresses(2, 100));
  });

  test('asks once for each address, also while it waits', async () => {
    const {finder, began, answer} = bench();
    finder.find(addresses(9));
    finder.find(addresses(9));
    for (const address of addresses(8)) await answer(address, ['a.example']);
    assert.deepEqual(began, addresses(9));
  });

  test('answers again whoever has forgotten the answer', async () => {
    const {finder, told, answer} = bench();
    for (const name of ['a.example', 'b.example']) {
      finder.find(['10.0.0.1']);
      await answer('10.0.0.1', [name]);
    }
    assert.deepEqual(
      told.map(([, name]) => name),
      ['a.example', 'b.example'],
    );
  });

  test('of more than can wait, what was asked for first is dropped, and looked up when it is asked for again', async () => {
    const {finder, began, answer} = bench();
    finder.find(addresses(9));
    finder.find(addresses(2000, 1000));
    await answer('10.0.0.0', []);
    assert.equal(began.at(-1), '10.0.0.1000');
    finder.find(['10.0.0.8']);
    await answer('10.0.0.1', []);
    assert.equal(began.at(-1), '10.0.0.8');
  });

  test('tells of an address without a name, and of one whose look-up failed, that it has none', async () => {
    const {finder, told, answer} = bench();
    finder.find(addresses(2));
    await answer('10.0.0.0', []);
    await answer('10.0.0.1', new Error('ETIMEOUT'));
    assert.deepEqual(told, [
      ['10.0.0.0', null],
      ['10.0.0.1', null],
    ]);
  });

  test('goes on after an error that is thrown at once', async () => {
    const told: (readonly [string, string | null])[] = [];
    const finder = createHostNameFinder((address, name) => told.push([address, name]), {
      reverse: address => {
        if (address === 'nonsense') throw new TypeError('no address');
        return Promise.resolve(['a.example']);
      },
      cancel: () => {},
    });
    finder.find(['nonsense', '10.0.0.1']);
    await turn();
    assert.deepEqual(told, [
      ['nonsense', null],
      ['10.0.0.1', 'a.example'],
    ]);
  });

  const names: readonly (readonly [name: string, told: string | null])[] = [
    ['a.example', 'a.example'],
    ['\x1b[2Jowned\u202e.example', '\\x1b[2Jowned\\u{202e}.example'],
    ['two\nlines', 'two\\x0alines'],
    ['x'.repeat(253), 'x'.repeat(253)],
    ['x'.repeat(254), null],
  ];
  for (const [name, expected] of names) {
    test(`tells ${JSON.stringify(name.slice(0, 30))} of ${name.length} characters as ${expected?.slice(0, 40)}`, async () => {
      const {finder, told, answer} = bench();
      finder.find(['10.0.0.1']);
      await answer('10.0.0.1', [name, 'second.example']);
      assert.deepEqual(told, [['10.0.0.1', expected]]);
    });
  }

  test('once stopped ends what runs, tells nothing more, and begins nothing', async () => {
    const {finder, told, open, began} = bench();
    finder.find(addresses(20));
    finder.stop();
    assert.equal(open.size, 0);
    await turn();
    finder.find(addresses(3, 100));
    await turn();
    assert.deepEqual(told, []);
    assert.equal(began.length, 8);
  });

  test('begins no more than eight at once, however many there are', async () => {
    let running = 0;
    let most = 0;
    let told = 0;
    const finder = createHostNameFinder(() => told++, {
      reverse: async () => {
        most = Math.max(most, ++running);
        await turn();
        running--;
        return [];
      },
      cancel: () => {},
    });
    for (let round = 0; round < 10; round++) finder.find(addresses(100, round * 100));
    while (told < 1000) await turn();
    assert.equal(most, 8);
  });
});
