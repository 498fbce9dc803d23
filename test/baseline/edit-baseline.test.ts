import assert from 'node:assert/strict';
import {suite, test} from 'node:test';
import type {Block} from '../../source/domain/baseline.ts';
import {bare, conversation, listener} from './blocks.ts';
import {append, blockAt, blocksOf, edited, file, refusalOf, replace, withdraw} from './edits.ts';

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

suite('several changes at once', () => {
  const text = edited('', append(listener({port: 80, exe: '/a'})), append(listener({port: 81})));
  const placed = blockAt(text, 0);

  test('two sockets of one block replace it once, as both sockets of IPv4 and IPv6 do', () => {
    const block = listener({port: 80, exe: '/b'});
    assert.equal(edited(text, replace(placed, block), replace(placed, block)), text.replace('/a', '/b'));
    const wider = {...block, reach: 'any'} as const;
    assert.deepEqual(blocksOf(edited(text, replace(placed, block), replace(placed, wider))).map(bare), [
      block,
      listener({port: 81}),
      wider,
    ]);
  });

  test('a block that becomes the same as another one goes', () => {
    const both = edited(text, append(listener({port: 80, exe: '/b'})));
    assert.deepEqual(blocksOf(edited(both, replace(placed, listener({port: 80, exe: '/b', note: 'x'})))).map(bare), [
      listener({port: 81}),
      listener({port: 80, exe: '/b'}),
    ]);
    assert.equal(blocksOf(edited(text, replace(placed, listener({port: 82})), append(listener({port: 82})))).length, 2);
  });

  test('a block that is withdrawn twice is withdrawn', () => {
    assert.deepEqual(blocksOf(edited(text, withdraw(placed), withdraw(placed))).map(bare), [listener({port: 81})]);
  });
});
