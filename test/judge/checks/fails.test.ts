import assert from 'node:assert/strict';
import {readdirSync, readFileSync} from 'node:fs';
import {test} from 'node:test';
import {checks, checkWords} from '../../../source/judge/checks/index.ts';

const folder = new URL('../../../source/judge/checks/', import.meta.url);

/** The ways in which each check fails, as its file writes them; `…` is a name or number. */
const failure = /(?:\bfail\(\s*id,\s*[^,]+,\s*|const brief = )(`[^`]*`|'[^']*'|"[^"]*")/g;
const failuresOf = (id: string): readonly string[] =>
  [...readFileSync(new URL(`${id}.ts`, folder), 'utf8').matchAll(failure)].map(([, text = '']) =>
    text.slice(1, -1).replace(/\$\{[^}]*\}/g, '…'),
  );

/** Of each failure, the words that name it where the check is explained. */
const named: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'owner-program': {
    'no process holds it': 'no process is found that holds the socket',
    'its holder keeps changing': 'its holder keeps changing',
    'its holder is not shown': 'is not shown',
    '…: may serve it': 'none that the rule expects',
    '…, not …': 'speaks another protocol',
    '…: not among known': 'none that the rule expects',
    'a copy of …': 'a copy of a shell',
    'port of container …': 'publishes a port of a container',
    'port of a container': 'publishes a port of a container',
  },
  'procfs-forged': {'forged /proc entry': 'an entry there is not of procfs'},
  'owner-path': {
    'path too long': 'a path too long to name',
    'runs from memory': 'memory',
    'runs from an AppImage': 'an AppImage',
    'in a hidden directory': 'a hidden directory',
    'runs from …': '/tmp',
    'anyone may change it': 'changed by everybody',
    "another user's file": 'belongs to another user',
    "root runs a user's file": 'belongs to another user',
    'may change itself': 'by the service account that runs it',
  },
  'owner-intact': {
    'runs other code': 'no code of the process comes from it',
    'program deleted': 'was deleted',
    'own root directory': 'a root directory of its own',
    'file is nowhere': 'nowhere on this host',
    'replaced: upgrade?': 'upgraded',
    'program replaced': 'replaced',
    'upgraded: restart it': 'upgraded',
  },
  'owner-unchanged': {'changed since installed': 'other bytes'},
  'owner-shell': {
    'started by … for it': 'a shell or interpreter an inbound one',
    'a shell script: …': 'a shell holds a connection',
    '…: …': 'standard input, output or error',
    'a shell: …': 'a shell holds a connection',
  },
  'owner-relay': {
    'gives a shell: …': 'to a program that it runs',
    'runs … for callers': 'to a program that it runs',
    'offers a shell: …': 'go into a shell',
    'relays a shell: …': 'go into a shell',
    'feeds a shell: …': 'go into a shell',
    "sends a shell's output": 'the words of a shell go out',
    '… waits for a call': 'passes bytes on',
    '… passes bytes on': 'passes bytes on',
  },
  'owner-script': {
    'runs code without a file': 'in no file',
    'runs a script from its standard input': 'in no file',
    'script is not there': 'is not there',
    'script in …': 'where no program is installed',
    'script in hidden directory': 'a hidden directory',
    'script is gone': 'was deleted',
    'anyone may change script': 'changed by everybody',
  },
  'owner-injected': {
    'is being traced': 'another process traces it',
    'foreign code: …': 'code in memory',
  },
  'owner-packaged': {'not from a package': 'no package of this host'},
  'service-account': {
    'script of …': 'a script, a shell',
    'unpackaged, as …': 'of no package',
  },
  'name-server': {
    'open for … min: look-up?': 'stays connected for minutes',
    'not a name server of ours': 'neither this host',
    'not its name server': 'nor its network namespace',
  },
  'loopback-true': {'loopback, from outside': 'its peer is not'},
};

test('the words of a check name each way in which it may fail', () => {
  for (const {id, fails} of checks) {
    const ways = failuresOf(id);
    assert.deepEqual(new Set(ways), new Set(Object.keys(named[id] ?? {})), id);
    for (const way of ways) assert.ok(fails.includes(named[id]?.[way] ?? '-'), `${id}: ${way}`);
  }
});

test('each check has its words, and so has the cross-check with lsof', () => {
  const files = readdirSync(folder).map(name => name.replace(/\.ts$/, ''));
  const ids = checks.map(({id}) => id);
  assert.deepEqual(
    files.filter(name => !['check', 'index', 'place'].includes(name)),
    ids.toSorted(),
  );
  assert.deepEqual(
    checkWords.map(({id}) => id),
    ['cross-check', ...ids, 'baseline'],
  );
});
