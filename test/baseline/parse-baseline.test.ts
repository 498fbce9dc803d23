import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {suite, test} from 'node:test';
import {blockKeys} from '../../source/baseline/block-keys.ts';
import {parseBaseline} from '../../source/baseline/parse-baseline.ts';
import {checks as allChecks} from '../../source/judge/checks/index.ts';
import {bare, checks, conversation, listener} from './blocks.ts';

const blocksOf = (text: string) => {
  const parsed = parseBaseline(text, checks);
  if (parsed.kind === 'broken') throw new Error(`line ${parsed.line}: ${parsed.reason}`);
  return parsed.blocks;
};

const mistakeIn = (text: string): string => {
  const parsed = parseBaseline(text, checks);
  return parsed.kind === 'broken' ? `line ${parsed.line}: ${parsed.reason}` : 'none';
};

const example = `# What this host serves.
[[listener]]
proto = "tcp"
port = 8443                  # or "ephemeral"
reach = "any"
netns = "web"
exe = "/usr/bin/python3.11"
script = "/srv/app/x.py"
user = "deploy"
unit = "app.service"
package = "python3.11-minimal"
image = "docker.io/library/shop:1.2"
sha256 = "${'AB'.repeat(32)}"
exe-sha256 = "${'cd'.repeat(32)}"
failed = []
accepted = 2026-11-27T10:12:00Z
note = "portainer, ticket 4711"

[[conversation]]
proto = "tcp"
peer-port = 5432
peer = "10.0.0.0/8"
exe = "/usr/bin/node"
user = "deploy"
failed = [
  "owner-path", # it is in /srv
]
accepted = 2026-11-27 10:12:00+01:00`;

test('each key of a block is read, and each block has its lines', () => {
  assert.deepEqual(blocksOf(example), [
    {
      ...listener({
        netns: 'web',
        reach: 'any',
        exe: '/usr/bin/python3.11',
        script: '/srv/app/x.py',
        user: 'deploy',
        unit: 'app.service',
        package: 'python3.11-minimal',
        image: 'docker.io/library/shop:1.2',
        sha256: 'ab'.repeat(32),
        exeSha256: 'cd'.repeat(32),
        accepted: '2026-11-27T10:12:00Z',
        note: 'portainer, ticket 4711',
      }),
      lines: {first: 2, last: 17},
    },
    {
      ...conversation({
        peer: '10.0.0.0/8',
        exe: '/usr/bin/node',
        user: 'deploy',
        failed: ['owner-path'],
        accepted: '2026-11-27T10:12:00+01:00',
      }),
      lines: {first: 19, last: 28},
    },
  ]);
});

suite('blocks are found in any form that TOML has', () => {
  const one = 'proto = "tcp"\nport = 22\n';
  const two = '[[listener]]\nproto = "udp"\nport = 1';
  const forms: readonly (readonly [name: string, text: string, lines: readonly number[]])[] = [
    ['an empty file', '', []],
    ['comments alone', '# [[listener]]\n', []],
    ['a header in a text of several lines', `[[listener]]\n${one}note = """\n[[listener]]\nport = 1\n"""\n`, [1]],
    ['a header in a literal text of several lines', `[[listener]]\n${one}note = '''\n[[listener]]\\'''\n`, [1]],
    ['quotes at the end of a text', `[[listener]]\n${one}note = """a"""""\n${two}`, [1, 5]],
    ['an escaped quote', `[[listener]]\n${one}note = "a\\"#[[listener]]"\n\n${two}`, [1, 6]],
    ['a header with blanks', `\n  [[ listener ]] # here\n${one}`, [2]],
    ['a quoted header', `[["listener"]]\n${one}`, [1]],
    ['line ends of Windows', `# a\r\n[[listener]]\r\n${one.replaceAll('\n', '\r\n')}`, [2]],
    ['a byte order mark', `\ufeff[[listener]]\n${one}`, [1]],
    ['an indented block', "\t[[listener]]\n\t\tproto = 'udp'\n\t\tport = 0x16", [1]],
    ['a quoted key', `[[listener]]\n"proto" = "tcp"\n'port' = 22\n`, [1]],
    [
      'tables in an array',
      `listener = [\n  {proto = "tcp", port = 22}, # ssh\n  {proto = "udp", port = 53},\n]\n`,
      [2, 3],
    ],
    ['an empty array', 'listener = []\nconversation = []\n', []],
    ['a header after a comment without end', `[[listener]]\n${one}# [[conversation]]`, [1]],
  ];
  for (const [name, text, lines] of forms) {
    test(name, () =>
      assert.deepEqual(
        blocksOf(text).map(block => block.lines.first),
        lines,
      ),
    );
  }

  test('a time stands as day, day and hour, or with an offset', () => {
    for (const [written, read] of [
      ['2026-11-27', '2026-11-27'],
      ['2026-11-27T10:12:00.5', '2026-11-27T10:12:00.5'],
      ['2026-11-27t10:12:00z # noon', '2026-11-27T10:12:00Z'],
      ['2026-11-27 10:12:00-08:00', '2026-11-27T10:12:00-08:00'],
    ]) {
      const [block] = blocksOf(`[[listener]]\n${one}accepted = ${written}\n`);
      assert.equal(block?.accepted, read);
    }
  });

  test('text is sanitized, and an empty note is none', () => {
    const [block] = blocksOf(`[[listener]]\n${one}note = ""\nunit = "a\\u001b\\u202eb"\n`);
    assert.deepEqual(block && bare(block), listener({port: 22, unit: 'a\\x1b\\u{202e}b'}));
  });
});

suite('a mistake is reported with its line and the reason', () => {
  const ssh = '[[listener]]\nproto = "tcp"\nport = 22\n';
  const peers = ['10.0.0.0/33', '10.0.0/8', 'fe80::/129', 'db.example', '10.0.0.0/', '10.0.0.0/8/8', '', ' 10.0.0.1'];
  const ports = ['65536', '-1', '"22"', '22.0', '22.5', 'true', 'inf', '[22]', '2026-11-27', '"any"'];
  const mistakes: readonly (readonly [text: string, mistake: RegExp])[] = [
    ['[[listener]]\nproto = "tcp"\n\nprot = 22\n', /^line 4: \[\[listener\]\] has no key "prot"; it has proto, port, /],
    ['[[conversation]]\nproto = "tcp"\nport = 22\n', /^line 3: \[\[conversation\]\] has no key "port"; .*peer-port/],
    ['# a\n[[listeners]]\nport = 22\n', /^line 2: there is no "listeners"; there are \[\[listener\]\] and \[\[con/],
    [`${ssh}[settings]\na = 1\n`, /^line 4: there is no "settings"/],
    ['"no\\u001bsuch" = 1', /^line 1: there is no "no\\x1bsuch"/],
    ['[listener]\nproto = "tcp"\nport = 22\n', /^line 1: listener takes blocks, each headed \[\[listener\]\]$/],
    ['listener = 5', /^line 1: listener takes blocks/],
    ['listener.port = 5', /^line 1: listener takes blocks/],
    ['listener = [\n  {proto = "tcp", port = 22},\n  "ssh"]', /^line 3: listener takes blocks/],
    ['listener = [\n  {proto = "tcp",\n port = 0}]', /^line 3: port takes a number from 1/],
    ['\n[[listener]]\nport = 22\n', /^line 2: \[\[listener\]\] needs proto$/],
    ['[[listener]]\nproto = "tcp"\n', /^line 1: \[\[listener\]\] needs port$/],
    ['[[conversation]]\nproto = "tcp"\n', /^line 1: \[\[conversation\]\] needs peer-port$/],
    [`${ssh}reach = "everyone"\n`, /^line 4: reach takes one of host, link, private, some, any, not "everyone"$/],
    ['[[listener]]\nport = 22\nproto = "sctp"\n', /^line 3: proto takes one of tcp, udp, .*, not "sctp"$/],
    ...ports.map(
      port =>
        [`[[listener]]\nproto = "tcp"\nport = ${port}\n`, /^line 3: port takes a number from 0 to 65535, /] as const,
    ),
    ['[[listener]]\nproto = "tcp"\nport = 99999999999999999999\n', /^line 3: /],
    ['[[listener]]\nproto = "tcp"\nport = 0\n', /^line 3: port takes a number from 1 to 65535 for tcp, not 0$/],
    ['[[conversation]]\nproto = "tcp"\npeer-port = "ephemeral"\n', /^line 3: peer-port takes a number from 0 to/],
    [`${ssh}exe = "nginx"\n`, /^line 4: exe takes the whole path of a file, .*, not "nginx"$/],
    [`${ssh}exe = ""\n`, /^line 4: exe takes the whole path/],
    [`${ssh}user = 1000\n`, /^line 4: user takes the name of a user, .*, not 1000$/],
    [`${ssh}note = 4711\n`, /^line 4: note takes a text, not 4711$/],
    [`${ssh}note.ticket = 4711\n`, /^line 4: note takes a text/],
    [`${ssh}[listener.note]\nticket = 4711\n`, /^line 4: note takes a text/],
    [`${ssh}netns = "web"\n# and\ncontainer = "shop"\n`, /^line 6: netns and container exclude each other$/],
    [`${ssh}failed = "owner-path"\n`, /^line 4: failed takes a list of names of checks/],
    [`${ssh}failed = ["owner-path", "owner-mood"]\n`, /^line 4: failed takes a list .*, not \["owner-path", "owner-/],
    [`${ssh}accepted = "2026-11-27T10:12:00Z"\n`, /^line 4: accepted takes a time without quotes/],
    [`${ssh}accepted = 10:12:00\n`, /^line 4: accepted takes a time/],
    [`${ssh}accepted = 2026-13-27\n`, /^line 4: /],
    [`${ssh}sha256 = "abc"\n`, /^line 4: sha256 takes 64 hexadecimal digits, not "abc"$/],
    [`${ssh}sha256 = "${'0'.repeat(64)}"\n`, /^line 4: sha256 needs exe or script/],
    [`${ssh}exe = "/usr/bin/sh"\nexe-sha256 = "${'0'.repeat(64)}"\n`, /^line 5: exe-sha256 needs exe and script/],
    ...peers.map(
      peer =>
        [`[[conversation]]\nproto = "tcp"\npeer-port = 1\npeer = "${peer}"\n`, /^line 4: peer takes an addr/] as const,
    ),
    [`${ssh}note = "once"\n\n${ssh}note = "twice"\n`, /^line 6: the same is accepted in line 1: take one of the two/],
    [`${ssh}port = 23\n`, /^line 4: /],
    [`${ssh}note = "open\n`, /^line 4: /],
    ['[[listener]\nport = 22\n', /^line 1: /],
    ['{"listener": []}', /^line 1: /],
    ['__proto__ = 1\n', /^line 1: there is no "__proto__"/],
    [`${ssh}__proto__ = 1\n`, /^line 4: \[\[listener\]\] has no key "__proto__"/],
    [`${ssh}constructor = 1\n`, /^line 4: \[\[listener\]\] has no key "constructor"/],
  ];
  for (const [text, mistake] of mistakes) {
    test(JSON.stringify(text), () => {
      assert.match(mistakeIn(text), mistake);
      assert.match(mistakeIn(text.replaceAll('\n', '\r\n')), mistake);
    });
  }

  test('one port may be accepted for two programs', () => {
    assert.equal(mistakeIn(`${ssh}exe = "/a"\n${ssh}exe = "/b"\n`), 'none');
  });
});

test('the file in the readme is one', () => {
  const readme = readFileSync('readme.md', 'utf8');
  const [, text = ''] = /```toml\n(\[\[listener\]\][\s\S]*?)```/.exec(readme) ?? [];
  const parsed = parseBaseline(text, new Set(allChecks.map(({id}) => id)));
  assert.equal(parsed.kind === 'broken' ? parsed.reason : parsed.blocks.length, 2);
  const keys = new Set(text.match(/^[\w-]+(?= =)/gm));
  // These stand in comments, since a container excludes `netns`.
  assert.deepEqual(
    blockKeys.map(({key}) => key).filter(key => !keys.has(key)),
    ['container', 'image'],
  );
});
