import assert from 'node:assert/strict';
import {suite, test} from 'node:test';
import fc from 'fast-check';
import {confirmationWord, type DestructiveAction} from '../../source/app/state/confirm.ts';
import type {State} from '../../source/app/state/state.ts';
import {lineText} from '../../source/domain/line.ts';
import type {Socket} from '../../source/domain/socket.ts';
import {sanitize} from '../../source/domain/text.ts';
import {confirmPrompt} from '../../source/screens/prompt/confirm-prompt.ts';
import {lineWidth} from '../../source/screens/text/parts.ts';
import {asciiSymbols, unicodeSymbols} from '../../source/screens/text/symbols.ts';
import {anyText} from '../helpers/arbitrary.ts';
import {assessedRow, ownerOf, process, socket} from '../helpers/build.ts';
import {exampleState} from '../helpers/example-host.ts';

const startedAt = 1_700_000_000_000;

const ending = (text: string, name: string, pid: number): DestructiveAction => ({
  kind: 'end-owner',
  row: assessedRow(socket(text, ownerOf(process('/x', {pid})))),
  pid,
  name: sanitize(name),
  startedAt,
});

const closing = (text: string, path: string, pid: number, changes: Partial<Socket> = {}): DestructiveAction => ({
  kind: 'close-connection',
  row: assessedRow(socket(text, ownerOf(process(path, {pid})), changes)),
});

const prompt = (destructive: DestructiveAction, columns: number, typed = '', ascii = false): string => {
  const state: State = exampleState({columns, rows: 24}, [destructive.row.socket], ascii);
  const drawn = confirmPrompt(state, {at: 'confirm', confirmed: destructive, text: typed, over: {at: 'list'}});
  assert.ok(lineWidth(drawn) <= columns, `${lineWidth(drawn)} cells of ${columns}: ${lineText(drawn)}`);
  return lineText(drawn);
};

suite('the prompt names process, pid and socket, and the word to type', () => {
  const server = ending('tcp LISTEN 0.0.0.0:22', 'sshd', 812);
  const client = closing('tcp ESTABLISHED 10.0.0.5:51000 203.0.113.9:443', '/usr/lib/firefox/firefox', 4321);
  const long = ending('tcp ESTABLISHED [2001:db8::5]:51010 [2001:db8:0:1:2:3:4:5]:5223', 'systemd-resolve', 4_194_304);
  const longClosing = closing(
    'tcp ESTABLISHED [2001:db8::5]:51010 [2001:db8:0:1:2:3:4:5]:52233',
    '/opt/a-very-long-name-of-a-program',
    4_194_304,
  );
  const drawn: readonly (readonly [destructive: DestructiveAction, columns: number, text: string])[] = [
    [server, 120, 'end sshd, pid 812, owner of tcp 0.0.0.0:22? type 812 and Enter:'],
    [server, 80, 'end sshd, pid 812, owner of tcp 0.0.0.0:22? type 812 and Enter:'],
    [server, 60, 'end sshd of tcp 0.0.0.0:22? type pid 812:'],
    [client, 120, 'close tcp 51000 → 203.0.113.9:443 of firefox/4321? type close and Enter:'],
    [client, 80, 'close tcp 51000 → 203.0.113.9:443 of firefox/4321? type close and Enter:'],
    [client, 60, 'close tcp 51000 → 2…9:443 of fire…/4321? type close:'],
    [
      long,
      120,
      'end systemd-resolve, pid 4194304, owner of tcp6 51010 → [2001:db8:0:1:2:3:4:5]:5223? type 4194304 and Enter:',
    ],
    [long, 80, 'end systemd-res… of tcp6 51010 → [2001:…3:4:5]:5223? type pid 4194304:'],
    [long, 60, 'end sy… of tcp6 51010 → …]:5223? type pid 4194304:'],
    [longClosing, 60, 'close tcp6 51010 → …:52233 of …/4194304? type close:'],
  ];
  for (const [destructive, columns, text] of drawn) {
    test(`${confirmationWord(destructive)} at ${columns} columns: ${text}`, () =>
      assert.equal(prompt(destructive, columns).trimEnd(), text));
  }

  test('the typed text is shown, and moves nothing while it is no longer than the word', () => {
    for (const columns of [60, 80, 120]) {
      const untyped = prompt(server, columns).trimEnd();
      for (const typed of ['8', '81', '812', '813'])
        assert.equal(prompt(server, columns, typed), `${untyped} ${typed} `);
      assert.equal(prompt(server, columns, '81234567890123456789'), `${untyped} …789 `);
    }
  });
});

test('at any width from 60 and for any name, both ports, the pid and the word to type are there', () => {
  const ports = fc.integer({min: 1, max: 65_535});
  const pids = fc.integer({min: 2, max: 4_194_304});
  fc.assert(
    fc.property(
      fc.record({
        columns: fc.integer({min: 60, max: 130}),
        name: anyText,
        typed: fc.stringMatching(/^\w{0,20}$/),
        pid: pids,
        local: ports,
        peer: ports,
        isV6: fc.boolean(),
        isListener: fc.boolean(),
        ascii: fc.boolean(),
      }),
      ({columns, name, typed, pid, local, peer, isV6, isListener, ascii}) => {
        const [here, there] = isV6 ? ['[2001:db8::5]', '[2001:db8:0:1:2:3:4:5]'] : ['10.0.0.5', '203.0.113.199'];
        const connection = `tcp ESTABLISHED ${here}:${local} ${there}:${peer}`;
        const word = isListener ? `tcp LISTEN ${here}:${local}` : connection;
        const end = prompt(ending(word, name, pid), columns, typed, ascii);
        assert.match(
          end,
          new RegExp(`^end .* of tcp6? .*:${isListener ? local : peer}\\? type (pid ${pid}|${pid} and Enter): `),
        );
        if (!isListener) assert.match(end, new RegExp(`\\b${local} `));
        const close = prompt(closing(connection, `/x/${name.replaceAll('/', '')}`, pid), columns, typed, ascii);
        assert.match(close, new RegExp(`^close tcp6? ${local} .*:${peer} of .*/${pid}\\? type close( and Enter)?: `));
        const {ellipsis} = ascii ? asciiSymbols : unicodeSymbols;
        for (const [shown, length] of [
          [end, String(pid).length],
          [close, 5],
        ] as const) {
          assert.ok(
            shown.endsWith(typed.length > length ? `${ellipsis}${typed.slice(-length)} ` : `: ${typed} `),
            shown,
          );
        }
      },
    ),
  );
});
