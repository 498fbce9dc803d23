import assert from 'node:assert/strict';
import {test} from 'node:test';
import {type Code, noEvidence, noProcessEvidence, type ProcessEvidence} from '../../../source/domain/evidence.ts';
import {type Known, known, unknown} from '../../../source/domain/known.ts';
import type {Process} from '../../../source/domain/socket.ts';
import {trusted} from '../../../source/domain/text.ts';
import {assessAllNow, nameOf, ownerOf, process, socket} from '../../helpers/build.ts';

type Parts = Partial<ProcessEvidence>;

const packaged = known({name: trusted('server'), manager: 'dpkg', unchanged: known(true)} as const);
const ofNoPackage = known(null);

const running = (path: string, pid: number, unit: string | null = null): Process =>
  process(path, {pid, unit: unit === null ? null : trusted(unit)});

const below = (...pids: readonly number[]): Parts => ({
  ancestors: known(pids.map(pid => ({pid, executable: null, unit: null}))),
});

const script = (owner: ProcessEvidence['package']): Known<Code> =>
  known({
    kind: 'file',
    path: trusted('/usr/share/server.pl'),
    state: 'intact',
    file: known({mode: 0o755, uid: 0, writableByAll: null}),
    package: owner,
  });

/** The check of an inbound connection on the standard streams of `served`, where `listening` holds the listener. */
function examined(served: Process, servedParts: Parts, listening: Process, listeningParts: Parts = {}) {
  const processes = new Map([
    [listening, {...noProcessEvidence('not-collected'), ...listeningParts}],
    [served, {...noProcessEvidence('not-collected'), ...servedParts, ...(served === listening ? listeningParts : {})}],
  ]);
  const connection = socket(
    'tcp ESTABLISHED 10.0.0.5:7000 203.0.113.9:50122',
    known([{process: served, descriptors: [0, 1]}]),
  );
  const listener = socket('tcp LISTEN 0.0.0.0:7000', ownerOf(listening));
  const [row] = assessAllNow([connection, listener], nameOf, undefined, {...noEvidence, processes}).rows;
  const check = row?.assessment.checks.find(({id}) => id === 'owner-shell') ?? assert.fail('no check');
  return check.brief === '' ? check.detail : check.brief;
}

const bash = running('/bin/bash', 99);
const reverse = 'a shell: bash';
const inetd = running('/usr/sbin/inetd', 50);
const nginx = running('/usr/sbin/nginx', 50);
const systemd = running('/usr/lib/systemd/systemd', 1);
const perl = running('/usr/bin/perl', 50, 'munin-node.service');

const cases: readonly (readonly [where: string, found: string, expected: string])[] = [
  ['inetd is above it', examined(bash, below(70, 50, 1), inetd), 'started by inetd for it'],
  ['inetd is not above it', examined(bash, below(70, 1), inetd), reverse],
  ['what is above it is not known', examined(bash, {ancestors: unknown('needs-root')}, inetd), reverse],
  [
    'a server of a package is above it',
    examined(bash, below(50), nginx, {package: packaged}),
    'started by nginx for it',
  ],
  [
    'its package is still looked up',
    examined(bash, below(50), nginx, {package: unknown('pending')}),
    'started by nginx for it',
  ],
  [
    'it is in a container, whose packages are not read',
    examined(bash, below(50), nginx, {package: unknown('other-namespace')}),
    'started by nginx for it',
  ],
  ['its package could not be looked up', examined(bash, below(50), nginx, {package: unknown('refused')}), reverse],
  ['a server of no package is above it', examined(bash, below(50), nginx, {package: ofNoPackage}), reverse],
  ['a relay is above it', examined(bash, below(50), running('/usr/bin/socat', 50), {package: packaged}), reverse],
  ['a shell is above it', examined(bash, below(50), running('/bin/dash', 50), {package: packaged}), reverse],
  [
    'an interpreter with a script of a package is above it',
    examined(bash, below(50), perl, {code: script(packaged), package: packaged}),
    'started by perl for it',
  ],
  [
    'an interpreter with a script of no package is above it',
    examined(bash, below(50), perl, {code: script(ofNoPackage), package: packaged}),
    reverse,
  ],
  [
    'an interpreter with code of its command line is above it',
    examined(bash, below(50), perl, {code: known({kind: 'command-line'}), package: packaged}),
    reverse,
  ],
  [
    'systemd listens for an instance of a unit',
    examined(running('/bin/bash', 99, 'web@1-2.service'), below(1), systemd),
    'started by web@.service for it',
  ],
  [
    'systemd listens, and it is of a unit',
    examined(running('/bin/bash', 99, 'web.service'), below(1), systemd),
    reverse,
  ],
  ['systemd listens, and it is of no unit', examined(bash, below(1), systemd, {package: packaged}), reverse],
  [
    'another listens than systemd, and it is of an instance',
    examined(running('/bin/bash', 99, 'web@1-2.service'), below(1), nginx),
    reverse,
  ],
  [
    'a server in an interpreter listens itself',
    examined(perl, {}, perl, {code: script(packaged)}),
    'started by munin-node.service for it',
  ],
  [
    'a server in an interpreter of no unit listens itself',
    examined(running('/usr/bin/perl', 99), {code: script(packaged)}, running('/usr/bin/perl', 50)),
    'started by perl for it',
  ],
  ['a script of no package listens itself', examined(perl, {}, perl, {code: script(ofNoPackage)}), 'stream of: perl'],
  [
    'the same program of another unit listens',
    examined(running('/usr/bin/perl', 99, 'other.service'), {code: script(packaged)}, perl),
    'stream of: perl',
  ],
  [
    'another program of the same unit listens',
    examined(running('/usr/bin/python3', 99, 'munin-node.service'), {code: script(packaged)}, perl),
    'stream of: python3',
  ],
  [
    'a program that runs no code of others serves it',
    examined(running('/bin/cat', 99), {}, inetd),
    'cat serves it as its standard input',
  ],
];

for (const [where, found, expected] of cases) {
  test(`owner-shell finds "${expected}" where ${where}`, () => assert.equal(found, expected));
}
