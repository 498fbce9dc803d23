import assert from 'node:assert/strict';
import {readdirSync, readFileSync} from 'node:fs';
import {test} from 'node:test';
import type {Code, HostEvidence, PackagedFile, ProcessEvidence, Relay} from '../../../source/domain/evidence.ts';
import {noEvidence, noProcessEvidence} from '../../../source/domain/evidence.ts';
import {known} from '../../../source/domain/known.ts';
import type {Process} from '../../../source/domain/socket.ts';
import {trusted} from '../../../source/domain/text.ts';
import type {CheckResult, Verdict} from '../../../source/domain/verdict.ts';
import {checks} from '../../../source/judge/checks/index.ts';
import {usualLabelCells} from '../../../source/screens/text/write.ts';
import {assessAllNow, nameOf, ownerOf, process, socket} from '../../helpers/build.ts';
import {anyListener, sshServer} from '../../helpers/checks.ts';

const web = 'tcp ESTABLISHED 10.0.0.5:51000 203.0.113.9:443';
const names = 'udp ESTABLISHED 10.0.0.5:51000 203.0.113.9:53';
const loopback = 'tcp ESTABLISHED 127.0.0.1:5432 127.0.0.1:51000';
const fromOutside = 'tcp ESTABLISHED 127.0.0.1:5432 203.0.113.9:51000';

const sshd = process('/usr/sbin/sshd');
const curl = process('/usr/bin/curl');
const python = process('/usr/bin/python3.11');
const service = process('/usr/bin/curl', {uid: 33, user: trusted('www-data')});

const of = (name: string, unchanged = true): Partial<ProcessEvidence> => ({
  package: known<PackagedFile>({name: trusted(name), manager: 'dpkg', unchanged: known(unchanged)}),
});
const ofNone: Partial<ProcessEvidence> = {package: known(null)};
const runs = (code: Code): Partial<ProcessEvidence> => ({code: known(code)});
const script = (path: string): Code => ({
  kind: 'file',
  path: trusted(path),
  state: 'intact',
  file: known({mode: 0o755, uid: 0, writableByAll: null}),
  package: known(null),
});
const relays = (direction: Relay['direction']): Partial<ProcessEvidence> => ({
  relay: known({shell: {pid: 9, name: trusted('sh'), readsCommands: true}, through: 'pipe', direction}),
});
const maps = (why: 'scratch' | 'unpackaged'): Partial<ProcessEvidence> => ({
  tracer: known(0),
  mappings: known({hasExecutable: true, foreign: [{path: trusted('/tmp/x.so'), why}]}),
});
const clean: Partial<ProcessEvidence> = {tracer: known(0), mappings: known({hasExecutable: true, foreign: []})};

type Case = readonly [
  where: string,
  text: string,
  holder: Process,
  parts: Partial<ProcessEvidence>,
  result: CheckResult,
  leads?: Verdict | null,
  host?: Partial<HostEvidence>,
];

const dpkg: Partial<HostEvidence> = {packageManager: known('dpkg')};
const asks = (...addresses: readonly string[]): Partial<HostEvidence> => ({
  nameServers: known(addresses.map(each => trusted(each))),
});

const cases: Readonly<Record<string, readonly Case[]>> = {
  'procfs-forged': [
    ['its entry is the kernel’s', sshServer, sshd, {forged: known(null)}, 'pass'],
    ['a file system is over it', sshServer, sshd, {forged: known(trusted('has a mount over it'))}, 'fail', 'suspect'],
    ['it was not read', sshServer, sshd, {}, 'unknown'],
  ],
  'owner-unchanged': [
    ['its bytes are the package’s', sshServer, sshd, of('openssh-server'), 'pass'],
    ['its bytes are others', sshServer, sshd, of('openssh-server', false), 'fail', 'suspect'],
    ['no package has it', sshServer, sshd, ofNone, 'not-applicable'],
    ['it is a client without a rule for programs', web, curl, of('curl', false), 'not-applicable'],
  ],
  'owner-packaged': [
    ['a package has it', sshServer, sshd, of('openssh-server'), 'pass', null, dpkg],
    ['no package has it', sshServer, sshd, ofNone, 'fail', 'learn', dpkg],
    ['the host has no packages', sshServer, sshd, ofNone, 'not-applicable', null, {packageManager: known(null)}],
    ['the rule expects no program', anyListener, sshd, ofNone, 'not-applicable', null, dpkg],
  ],
  'owner-relay': [
    ['it has no shell', web, curl, {relay: known(null)}, 'pass'],
    ['it feeds a shell that answers', web, curl, relays('both'), 'fail', 'suspect'],
    ['it feeds a shell', web, curl, relays('in'), 'fail', 'learn'],
    ['its pipes were not read', web, curl, {}, 'unknown'],
  ],
  'owner-script': [
    ['it is no interpreter', web, curl, runs({kind: 'own'}), 'not-applicable'],
    ['it runs a module', web, python, runs({kind: 'module', name: trusted('http')}), 'pass'],
    ['it runs code without a file', web, python, runs({kind: 'command-line'}), 'fail', 'learn'],
    ['its script is in /tmp', web, python, runs(script('/tmp/x.py')), 'fail', 'suspect'],
  ],
  'owner-injected': [
    ['all its code is installed', sshServer, sshd, clean, 'pass'],
    ['code of /tmp is in its memory', sshServer, sshd, maps('scratch'), 'fail', 'suspect'],
    ['a library is of no package', sshServer, sshd, maps('unpackaged'), 'fail', 'learn'],
    ['that is so where no program is expected', anyListener, sshd, maps('unpackaged'), 'pass'],
    ['another process traces it', sshServer, sshd, {...clean, tracer: known(7)}, 'fail', 'learn'],
    ['a client has code of /tmp in its memory', web, curl, maps('scratch'), 'fail', 'learn'],
    ['a client has a library of no package', web, curl, maps('unpackaged'), 'pass'],
  ],
  'service-account': [
    ['a person opened the connection', web, process('/usr/bin/curl', {uid: 1000}), ofNone, 'not-applicable'],
    ['a package has the program', web, service, of('curl'), 'pass'],
    ['no package has the program', web, service, ofNone, 'fail', 'learn'],
    ['it is a listener', anyListener, service, ofNone, 'not-applicable'],
  ],
  'name-server': [
    ['the host asks the peer', names, curl, {}, 'pass', null, asks('203.0.113.9')],
    ['the host asks another', names, curl, {}, 'fail', 'learn', asks('10.0.0.1')],
    ['the servers of the host are not known', names, curl, {}, 'unknown'],
    ['it is no conversation with port 53', web, curl, {}, 'not-applicable', null, asks('10.0.0.1')],
  ],
  'loopback-true': [
    ['both ends are on loopback', loopback, curl, {}, 'pass', null, {routeLocalnet: known([])}],
    ['its peer is not', fromOutside, curl, {}, 'fail', 'suspect', {routeLocalnet: known([])}],
    [
      'other machines may reach loopback',
      loopback,
      curl,
      {},
      'unknown',
      null,
      {routeLocalnet: known([trusted('eth0')])},
    ],
    ['it is not on loopback', web, curl, {}, 'not-applicable'],
  ],
};

for (const [id, table] of Object.entries(cases)) {
  for (const [where, text, holder, parts, result, leads, host] of table) {
    test(`${id} is ${result} where ${where}`, () => {
      const evidence = {
        host: {...noEvidence.host, ...host},
        processes: new Map([[holder, {...noProcessEvidence('pending'), ...parts}]]),
      };
      const [row] = assessAllNow([socket(text, ownerOf(holder))], nameOf, undefined, evidence).rows;
      const check = row?.assessment.checks.find(each => each.id === id);
      assert.deepEqual([check?.result, check?.leads], [result, leads ?? null], check?.detail);
    });
  }
}

const folder = new URL('../../../source/judge/checks/', import.meta.url);

test('every check of the folder is in the index exactly once, in a file that has its name', () => {
  // Read, not imported: under mutation the tests run where a path that is made up cannot be imported.
  const found = readdirSync(folder).flatMap(file => {
    const text = readFileSync(new URL(file, folder), 'utf8');
    const count = [...text.matchAll(/^export const \w+: CheckRecord = \{$/gm)].length;
    return Array.from({length: count}, () => [file, /^const id = '([\w-]+)';$/m.exec(text)?.[1]] as const);
  });
  for (const [file, id] of found) assert.equal(file, `${id}.ts`);
  assert.deepEqual(checks.map(({id}) => id).sort(), found.map(([, id]) => id).sort());
});

test('the name of every check fits into the column of names of the detail', () => {
  for (const {id} of checks) assert.ok(id.length < usualLabelCells, `${id} is longer than the column`);
});

test('every check has a table of cases', () => {
  const tests = readdirSync(new URL('.', import.meta.url)).map(file =>
    readFileSync(new URL(file, import.meta.url), 'utf8'),
  );
  const without = checks.filter(({id}) => !cases[id] && !tests.some(text => text.includes(`testCheck('${id}'`)));
  assert.deepEqual(
    without.map(({id}) => id),
    [],
  );
});
