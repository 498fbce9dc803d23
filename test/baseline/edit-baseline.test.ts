import assert from 'node:assert/strict';
import {suite, test} from 'node:test';
import fc from 'fast-check';
import {type BaselineEdit, editBaseline} from '../../source/baseline/edit-baseline.ts';
import {parseBaseline} from '../../source/baseline/parse-baseline.ts';
import type {Block, PlacedBlock} from '../../source/domain/baseline.ts';
import {anyBlock, bare, checks, conversation, listener} from './blocks.ts';

function edited(text: string, ...edits: readonly BaselineEdit[]): string {
  const result = editBaseline(text, edits, checks);
  if (result.kind === 'refused') throw new Error(result.reason);
  return result.text;
}

function refusalOf(text: string, ...edits: readonly BaselineEdit[]): string {
  const result = editBaseline(text, edits, checks);
  return result.kind === 'refused' ? result.reason : 'none';
}

function blocksOf(text: string): readonly PlacedBlock[] {
  const parsed = parseBaseline(text, checks);
  if (parsed.kind === 'broken') throw new Error(`line ${parsed.line}: ${parsed.reason}`);
  return parsed.blocks;
}

function blockAt(text: string, index: number): PlacedBlock {
  const block = blocksOf(text)[index];
  assert.ok(block);
  return block;
}

const append = (block: Block): BaselineEdit => ({kind: 'append', block});
const withdraw = (placed: PlacedBlock): BaselineEdit => ({kind: 'withdraw', placed});
const replace = (placed: PlacedBlock, block: Block): BaselineEdit => ({kind: 'replace', placed, block});

suite('a block is appended', () => {
  const block = listener({
    port: 'ephemeral',
    proto: 'udp',
    exe: '/a "b"',
    failed: ['owner-path'],
    accepted: '2026-11-27',
  });
  const written =
    '[[listener]]\nproto = "udp"\nport = "ephemeral"\nexe = "/a \\"b\\""\n' +
    'failed = ["owner-path"]\naccepted = 2026-11-27\n';

  test('with the keys that it has, in the order of the documentation', () => {
    assert.equal(edited('', append(block)), written);
  });

  test('after a blank line, also where the last line has no end', () => {
    assert.equal(edited('# mine', append(block)), `# mine\n\n${written}`);
    assert.equal(edited('# mine\n', append(block)), `# mine\n\n${written}`);
    assert.equal(edited('# mine\n\n', append(block)), `# mine\n\n${written}`);
  });

  test('with the line ends of the file', () => {
    const windows = written.replaceAll('\n', '\r\n');
    assert.equal(edited('# mine\r\n', append(block)), `# mine\r\n\r\n${windows}`);
    assert.equal(edited('\ufeff# mine\r\n\r\n', append(block)), `\ufeff# mine\r\n\r\n${windows}`);
  });

  test('once, where it is accepted already', () => {
    const text = edited('', append(block), append({...block, note: null}), append(conversation()));
    assert.equal(blocksOf(text).length, 2);
    assert.equal(edited(text, append(block), append(conversation({note: 'again'}))), text);
  });

  test('never where the file would not be read again', () => {
    const before = 'listener = [{proto = "tcp", port = 22}]\n';
    assert.match(refusalOf(before, append(block)), /redefine/);
    assert.equal(blocksOf(edited(before, append(conversation()))).length, 2);
    assert.match(refusalOf('', append(listener({exe: 'nginx'}))), /^exe takes the whole path of a file/);
    assert.match(refusalOf('', append(listener({accepted: '2026-11-27\nnote = "x"'}))), /^accepted takes a time/);
    assert.match(refusalOf('[[listener]]\n', append(block)), /^line 1: \[\[listener\]\] needs proto$/);
  });
});

const file = `# Services of web-01

# nginx, see the wiki
[[listener]]
proto = "tcp"
port = 443   # https
exe = '/usr/sbin/nginx' # from Debian
  # the users
user = "root"
failed = [
  "owner-path", # a path of ours
]
note = "ticket 4711"
# end of nginx

# ours
[[listener]]
proto = "tcp"
port = 8443
# next
[[conversation]]
proto = "tcp"
peer-port = 5432
`;

suite('a block is replaced key by key', () => {
  const nginx = blockAt(file, 0);

  test('values change in their places, and all comments stay', () => {
    const changed = {...bare(nginx), ...listener({port: 443, exe: '/opt/nginx', note: 'ticket "4712"'})} as Block;
    assert.equal(
      edited(file, replace(nginx, changed)),
      file
        .replace("'/usr/sbin/nginx'", '"/opt/nginx"')
        .replace('user = "root"\n', '')
        .replace('failed = [\n  "owner-path", # a path of ours\n]\n', '# a path of ours\n')
        .replace('"ticket 4711"', '"ticket \\"4712\\""'),
    );
  });

  test('the comment after a key that goes stays', () => {
    const changed = {...bare(nginx), exe: null} as Block;
    assert.equal(edited(file, replace(nginx, changed)), file.replace("exe = '/usr/sbin/nginx' # from", '# from'));
  });

  test('a new key comes at its place, as far in as its neighbour', () => {
    const ours = blockAt(file, 1);
    const changed = listener({port: 8443, reach: 'any', unit: 'app.service', note: 'x'});
    assert.equal(
      edited(file, replace(ours, changed)),
      file.replace('port = 8443\n', 'port = 8443\nreach = "any"\nunit = "app.service"\nnote = "x"\n'),
    );
    const indented = '  [[listener]] # a\r\n    port = 1\r\n    proto = "tcp"';
    assert.equal(
      edited(indented, replace(blockAt(indented, 0), listener({port: 1, user: 'deploy'}))),
      `${indented}\r\n    user = "deploy"`,
    );
  });

  test('a value of several lines with comments keeps the comments above it', () => {
    const changed = {...bare(nginx), failed: ['owner-shell']} as never as Block;
    assert.equal(
      edited(file, replace(nginx, changed)),
      file.replace(/failed = \[[^\]]*\]/, '# a path of ours\nfailed = ["owner-shell"]'),
    );
  });

  test('the block is found again by its content, whatever changed around it', () => {
    const moved = `# new\n\n[[listener]]\nproto = "udp"\nport = 1\n\n${file}`;
    const changed = {...bare(nginx), note: 'moved'} as never as Block;
    assert.equal(edited(moved, replace(nginx, changed)), moved.replace('ticket 4711', 'moved'));
    assert.match(refusalOf(moved.replace('4711', '4712'), replace(nginx, changed)), /^the block is no longer there/);
  });

  test('a block within an array is not edited', () => {
    const text = '\nlistener = [\n{proto = "tcp", port = 22}]\n';
    const refusal = /^line 3: the block is part of an array: give it a header \[\[listener\]\] first$/;
    assert.match(refusalOf(text, withdraw(blockAt(text, 0))), refusal);
    assert.match(refusalOf(text, replace(blockAt(text, 0), listener())), refusal);
  });
});

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
