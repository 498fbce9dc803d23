import assert from 'node:assert/strict';
import {suite, test} from 'node:test';
import {bare, listener} from './blocks.ts';
import {blockAt, blocksOf, edited, file, withdraw} from './edits.ts';

suite('a block is withdrawn', () => {
  test('with the comments right above and right below it, and one blank line', () => {
    const rest = file.replace(/# nginx, see[\s\S]*# end of nginx\n\n/, '');
    assert.equal(edited(file, withdraw(blockAt(file, 0))), rest);
  });

  test('comments right above the next header belong to that block', () => {
    const rest = file.replace(/# ours\n[\s\S]*port = 8443\n/, '');
    assert.equal(edited(file, withdraw(blockAt(file, 1))), rest);
    const last = file.replace(/# next\n[\s\S]*$/, '');
    assert.equal(edited(file, withdraw(blockAt(file, 2))), last);
  });

  test('the heading of the file stays', () => {
    const one = '[[listener]]\nproto = "tcp"\nport = 1\n';
    for (const start of ['', '\ufeff', '# heading\n', '\ufeff# heading\n# more\n', '# heading\n\n', '\n\n']) {
      const text = `${start}${one}\n${one.replace('1', '2')}`;
      const rest = edited(text, withdraw(blockAt(text, 0)));
      assert.equal(rest.slice(0, start.length), start);
      assert.deepEqual(blocksOf(rest).map(bare), [listener({port: 2})]);
    }
  });

  test('two blocks side by side', () => {
    assert.equal(
      edited(file, withdraw(blockAt(file, 1)), withdraw(blockAt(file, 2)), withdraw(blockAt(file, 0))),
      '# Services of web-01\n\n',
    );
  });
});
