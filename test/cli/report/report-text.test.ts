import assert from 'node:assert/strict';
import {test} from 'node:test';
import {environmentFacts} from '../../../source/cli/report/gather-facts.ts';
import {type ReportFacts, reportText} from '../../../source/cli/report/report-text.ts';
import {trusted} from '../../../source/domain/text.ts';

const facts: ReportFacts = {
  runtime: {
    portwatch: '1.2.3',
    isSingleExecutable: false,
    node: '24.0.0',
    v8: '13.6',
    system: 'Linux',
    release: '6.12.0',
    architecture: 'x64',
    isRoot: true,
    mode: 'report',
    options: ['--report', '--tcp'],
    size: {columns: 120, rows: 40},
  },
  osName: trusted('Debian GNU/Linux 12'),
  processors: 1,
  capabilities: '000001ffffffffff',
  environment: {TERM: trusted('xterm'), TMUX: trusted('set')},
  settingsFile: trusted('file read'),
  changedSettings: ['theme', 'hide-loopback'],
  sources: [
    {id: 'netlink', state: trusted('koffi does not load (<path>)')},
    {id: 'procfs', state: trusted('works')},
  ],
  tools: {found: ['lsof', 'ss'], missing: []},
  poll: {source: 'procfs', took: 3.21, sockets: {'tcp LISTEN': 2}, owners: {known: 1, 'needs-root': 1}, problems: {}},
  memory: {resident: 64 * 2 ** 20, heapLimit: 2 ** 31},
};

test('a report has a line for each kind of fact', () => {
  assert.deepEqual(reportText(facts).split('\n'), [
    'portwatch  1.2.3',
    'node       24.0.0; V8 13.6',
    'system     Debian GNU/Linux 12; Linux 6.12.0; x64',
    'machine    1 processor; heap limit 2048 MiB',
    'user       root; capabilities 000001ffffffffff',
    'terminal   120 x 40; TERM=xterm; TMUX=set',
    'options    --report; --tcp',
    'settings   file read; changed: theme, hide-loopback',
    'source     netlink: koffi does not load (<path>)',
    'source     procfs: works',
    'tools      lsof, ss; missing: none',
    'poll       by procfs; 3.2 ms',
    'sockets    tcp LISTEN 2',
    'owners     known 1, needs-root 1',
    'problems   none',
    'memory     64 MiB resident',
  ]);
});

test('a report stands where there is no terminal, nothing is changed and the poll fails', () => {
  const runtime = {...facts.runtime, isSingleExecutable: true, isRoot: false, size: null};
  const poll = {failure: trusted('EMFILE')};
  const lines = reportText({...facts, runtime, poll, processors: 2, capabilities: null, changedSettings: []}).split(
    '\n',
  );
  for (const line of [
    'portwatch  1.2.3; single executable',
    'machine    2 processors; heap limit 2048 MiB',
    'user       not root',
    'terminal   none; TERM=xterm; TMUX=set',
    'settings   file read; changed: none',
    'poll       failed: EMFILE',
  ]) {
    assert.ok(lines.includes(line), line);
  }
});

test('of the environment it has names of terminals and locales, and of the rest that it is set', () => {
  const environment = {
    TERM: 'xterm\x1b[2J',
    LANG: 'C.UTF-8',
    LC_ALL: '',
    TMUX: '/tmp/tmux-1000/default,812,0',
    SSH_CONNECTION: '192.0.2.7 51000 192.0.2.8 22',
    PAGER: '/home/ann/bin/pager',
    HOME: '/home/ann',
  };
  assert.deepEqual(environmentFacts(environment), {
    TERM: 'xterm\\x1b[2J',
    LANG: 'C.UTF-8',
    TMUX: 'set',
    SSH_CONNECTION: 'set',
    PAGER: 'set',
  });
});
