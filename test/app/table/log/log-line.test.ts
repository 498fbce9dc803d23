import assert from 'node:assert/strict';
import {suite, test} from 'node:test';
import fc from 'fast-check';
import {noFilter} from '../../../../source/app/state/state.ts';
import {readQuery} from '../../../../source/app/table/filter/query.ts';
import {compareGaps, gapsOf} from '../../../../source/app/table/log/coverage-log.ts';
import {changeLines, firstLine} from '../../../../source/app/table/log/log-line.ts';
import {summarise} from '../../../../source/app/table/summary.ts';
import {sanitize, trusted} from '../../../../source/domain/text.ts';
import {type AssessedSocket, noChanges} from '../../../../source/judge/assess-all.ts';
import {asciiSymbols} from '../../../../source/screens/text/symbols.ts';
import {acceptanceOf, acceptedAs} from '../../../helpers/acceptance.ts';
import {anyText} from '../../../helpers/arbitrary.ts';
import {assessedRow, hidden, owner, ownerOf, process, showAll, snapshot, socket} from '../../../helpers/build.ts';

type Steps = Parameters<typeof changeLines>[0]['delta'];

/** The lines of a poll with these changes, as `<6>opened: …`. */
const linesOf = (delta: Partial<Steps>, filter = '', typeFilter = showAll): readonly string[] => {
  const query = readQuery(filter);
  assert.ok(query.ok);
  const lines = changeLines({delta: {...noChanges, ...delta}}, typeFilter, query, asciiSymbols);
  return lines.map(({priority, text}) => `<${priority}>${text}`);
};

const app = assessedRow(socket('tcp LISTEN 0.0.0.0:8443', owner('/usr/bin/app')));
const other = assessedRow(socket('tcp LISTEN 0.0.0.0:8443', owner('/usr/bin/other')));
const unseen = assessedRow(socket('tcp LISTEN 0.0.0.0:8443', hidden('needs-root')));
const again = assessedRow(socket('tcp LISTEN 0.0.0.0:8443', ownerOf(process('/usr/bin/app', {pid: 4000}))));
const ssh = assessedRow(socket('tcp LISTEN 0.0.0.0:22', owner('/usr/sbin/sshd')));
const local = assessedRow(socket('tcp LISTEN 127.0.0.1:8000', owner('/usr/bin/app')));
const intruder = assessedRow(socket('tcp LISTEN 0.0.0.0:22', ownerOf(process('/tmp/sshd'))));
const udp = assessedRow(socket('udp UNCONN 0.0.0.0:514', owner('/usr/sbin/rsyslogd')));
const client = assessedRow(socket('udp UNCONN 0.0.0.0:40001', owner('/usr/bin/dig')));
const web = assessedRow(socket('tcp ESTABLISHED 10.0.0.5:51000 203.0.113.9:443', owner('/usr/bin/curl')));
const irc = assessedRow(
  socket('tcp ESTABLISHED 10.0.0.5:51002 203.0.113.9:6667', ownerOf(process('/usr/bin/bash', {pid: 31337}))),
);
const guest = assessedRow(
  socket('tcp ESTABLISHED 10.0.0.5:22 203.0.113.9:5000', ownerOf(process('/tmp/sshd'))),
  intruder.socket,
);
const drifted = acceptedAs(app, acceptanceOf('drifted'));
const accepted = acceptedAs(app, acceptanceOf('accepted'));

const pairs: readonly (readonly [name: string, delta: Partial<Steps>, lines: readonly RegExp[]])[] = [
  [
    'an exposed listener that nothing vouches for opens',
    {opened: [app]},
    [/^<4>opened, exposed: tcp 0\.0\.0\.0:8443, app\/812, root: learn, /],
  ],
  ['an explained one opens', {opened: [ssh]}, [/^<6>opened, exposed: tcp 0\.0\.0\.0:22, sshd\/812, root: explained, /]],
  ['an accepted one opens', {opened: [accepted]}, [/^<6>opened, exposed: .*: accepted, /]],
  ['a listener on loopback opens', {opened: [local]}, [/^<6>opened: tcp 127\.0\.0\.1:8000, /]],
  ['a UDP server opens', {opened: [udp]}, [/^<6>opened, exposed: udp 0\.0\.0\.0:514, /]],
  ['a suspect listener opens', {opened: [intruder]}, [/^<4>opened suspect: tcp 0\.0\.0\.0:22, sshd\/812/]],
  [
    'a suspect connection opens',
    {opened: [irc]},
    [/^<4>opened suspect: tcp 51002 -> 203\.0\.113\.9:6667, bash\/31337/],
  ],
  ['ordinary connections and ports of clients open and close', {opened: [web, client], closed: [web, client]}, []],
  ['a connection comes in to a suspect listener', {opened: [guest]}, []],
  ['a listener closes', {closed: [app]}, [/^<6>closed: tcp 0\.0\.0\.0:8443, app\/812/]],
  ['a suspect connection closes', {closed: [irc]}, [/^<6>closed: tcp 51002 -> /]],
  [
    'it begins to drift',
    {changed: [[accepted, drifted]]},
    [/^<4>drift: .*; drift owner: \/usr\/bin\/portainer -> \/usr\/bin\/nc$/],
  ],
  ['a listener opens that differs', {opened: [acceptedAs(app, acceptanceOf('new'))]}, [/^<4>drift: .*; drift new$/]],
  ['it goes on to drift', {changed: [[drifted, drifted]]}, []],
  ['it no longer drifts', {changed: [[drifted, accepted]]}, [/^<6>drift over: /]],
  ['what drifted closes', {closed: [drifted]}, [/^<6>closed: /]],
  [
    'connections drift with their listener',
    {opened: [acceptedAs(web, acceptanceOf('drifted', {isInbound: true}))]},
    [],
  ],
  ['a listener turns suspect', {changed: [[ssh, intruder]]}, [/^<4>turned suspect: /]],
  ['it is no longer suspect', {changed: [[intruder, ssh]]}, [/^<6>no longer suspect: /]],
  [
    'another program holds it',
    {changed: [[app, other]]},
    [/^<6>held by another program: tcp 0\.0\.0\.0:8443, other\/812/],
  ],
  ['it is accepted', {changed: [[app, accepted]]}, [/^<6>judged anew: .*: accepted, /]],
  [
    'the same program has another pid, or comes into sight',
    {
      changed: [
        [app, again],
        [unseen, app],
      ],
    },
    [],
  ],
];

suite('the log', () => {
  for (const [name, delta, expected] of pairs) {
    test(`has ${expected.length === 0 ? 'nothing' : 'a line'} where ${name}`, () => {
      const lines = linesOf(delta);
      assert.equal(lines.length, expected.length, lines.join('\n'));
      for (const [index, line] of lines.entries()) assert.match(line, expected[index] as RegExp);
    });
  }

  test('keeps to the filter and to the options of types', () => {
    assert.equal(linesOf({opened: [app, ssh]}, 'port:22').length, 1);
    assert.equal(linesOf({opened: [app], closed: [ssh]}, '!is:closed').length, 1);
    assert.equal(linesOf({opened: [app, udp]}, '', {...showAll, protocols: new Set(['udp'] as const)}).length, 1);
    assert.equal(linesOf({opened: [app]}, noFilter.query.text).length, 1);
  });

  test('has one line for a socket, without a control character, whatever its program and user call themselves', () => {
    fc.assert(
      fc.property(anyText, anyText, (name, user) => {
        const evil = process(`/opt/${name}`, {name: sanitize(name), user: sanitize(user)});
        const row = assessedRow(socket('tcp LISTEN 0.0.0.0:1', ownerOf(evil), {user: sanitize(user)}));
        const [line = '', ...others] = linesOf({opened: [row]});
        assert.deepEqual(others, []);
        assert.match(line, /^<[46]>opened/);
        assert.doesNotMatch(line, /\p{Cc}|\p{Cf}|\p{Zl}|\p{Zp}/u);
      }),
    );
  });
});

const firstOf = (rows: readonly AssessedSocket[], problems = snapshot([]).problems) =>
  firstLine(summarise(rows), {problems});

test('the first line counts what is watched, and states what is not seen', () => {
  assert.deepEqual(firstOf([]), {priority: 6, text: 'watching 0 sockets'});
  assert.deepEqual(firstOf([ssh, web, unseen], [{kind: 'x', count: 1, text: trusted('lsof is not installed')}]), {
    priority: 6,
    text: 'watching 3 sockets: 2 explained, 1 learn; 2 exposed; 1 owner needs root; lsof is not installed',
  });
  assert.deepEqual(firstOf([intruder]), {priority: 4, text: 'watching 1 socket: 1 suspect; 1 exposed'});
  assert.deepEqual(firstOf([drifted]).priority, 4);
});

test('a gap in the coverage has a line when it begins, and one when it has been over for ten refreshes', () => {
  const gap = gapsOf(
    [{kind: 'processes-unreadable', count: 3, text: trusted('3 processes could not be read')}],
    undefined,
  );
  const none = gapsOf([], undefined);
  let gaps = none;
  const lines: string[] = [];
  const see = (found: typeof gaps): void => {
    const compared = compareGaps(gaps, found);
    gaps = compared.gaps;
    lines.push(...compared.lines.map(({priority, text}) => `<${priority}>${text}`));
  };
  for (const found of [none, gap, gap, none, gap, none]) see(found);
  assert.deepEqual(lines, ['<4>coverage: 3 processes could not be read']);
  for (let refresh = 0; refresh < 12; refresh++) see(none);
  assert.deepEqual(lines.slice(1), ['<6>coverage, over: 3 processes could not be read']);
});
