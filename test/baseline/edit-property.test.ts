import assert from 'node:assert/strict';
import {test} from 'node:test';
import fc from 'fast-check';
import type {Block} from '../../source/domain/baseline.ts';
import {anyBlock, bare} from './blocks.ts';
import {append, blockAt, blocksOf, edited, replace, withdraw} from './edits.ts';

const comment = fc.stringMatching(/^[ -~äß東]{0,20}$/).map(text => `# ${text}`);
const blanks = fc.constantFrom('', '\n', '\n\n');
const lineEnd = fc.constantFrom('\n', '\r\n');

/** A file with these blocks, as somebody may write it by hand. */
const anyFile = fc
  .tuple(
    fc.uniqueArray(anyBlock, {maxLength: 5, selector: contentKey}),
    fc.array(comment, {minLength: 40, maxLength: 40}),
    blanks,
    lineEnd,
  )
  .map(([blocks, comments, between, end]) => {
    let next = 0;
    const commented = (text: string): string =>
      text.replace(/\n/g, line => (next % 3 === 0 ? ` ${comments[next++ % 40]}\n` : (next++ && line) || line));
    const text = blocks
      .map(block => `${between}${comments[next++ % 40]}\n${commented(edited('', append(block)))}`)
      .join('');
    return {text: text.replaceAll('\n', end), blocks};
  });

function contentKey(block: Block): string {
  return JSON.stringify({...block, note: null, accepted: null});
}

const commentsIn = (text: string): readonly string[] => text.match(/(?<= |^)# [^\r\n]*/gm) ?? [];

test('whatever was in a file is there after a block is appended, and the same again after it is withdrawn', () => {
  fc.assert(
    fc.property(anyFile, anyBlock, ({text, blocks}, block) => {
      fc.pre(!blocks.some(each => contentKey(each) === contentKey(block)));
      assert.deepEqual(blocksOf(text).map(bare), blocks);
      const after = edited(text, append(block));
      assert.ok(after.startsWith(text));
      const [last, ...before] = [...blocksOf(after)].reverse();
      assert.ok(last);
      assert.deepEqual(bare(last), block);
      assert.deepEqual(before.reverse().map(bare), blocks);
      assert.equal(edited(after, withdraw(last)).trimEnd(), text.trimEnd());
    }),
  );
});

test('a replaced block has its new values, and every comment and every other block stays', () => {
  fc.assert(
    fc.property(anyFile, anyBlock, fc.nat(), ({text, blocks}, block, at) => {
      fc.pre(blocks.length > 0);
      const index = at % blocks.length;
      const old = blockAt(text, index);
      fc.pre(old.kind === block.kind && !blocks.some(each => contentKey(each) === contentKey(block)));
      const after = edited(text, replace(old, block));
      assert.deepEqual(blocksOf(after).map(bare), blocks.with(index, block));
      assert.deepEqual([...commentsIn(after)].sort(), [...commentsIn(text)].sort());
    }),
  );
});
