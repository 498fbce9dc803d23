import {noEvidence, noProcessEvidence, type ProcessEvidence} from '../../../source/domain/evidence.ts';
import {known, unknown} from '../../../source/domain/known.ts';
import {trusted} from '../../../source/domain/text.ts';
import {ownerOf, process, socket} from '../../helpers/build.ts';
import {evidenceFor} from '../../helpers/evidence.ts';
import {app, type Case, nginx, on, other, packaged, python, script, web, withHash} from './acceptance-cases.ts';

const interpreters = [
  {...python, startedAt: 1000},
  {...python, pid: 41, startedAt: 9000},
] as const;
/** Two processes of one interpreter, and the code of each. */
const shares = (own: string, its: string): Pick<Case, 'now' | 'evidence'> => ({
  now: [socket(on(8443), ownerOf(...interpreters))],
  evidence: {
    ...noEvidence,
    processes: new Map(
      interpreters.map((each, index) => [
        each,
        {...noProcessEvidence('not-collected'), ancestors: known([]), ...script(index === 0 ? own : its)},
      ]),
    ),
  },
});
const scope = {unit: trusted('session-3.scope')};
const inScope = socket(on(8443), ownerOf({...nginx, ...scope}));
const vouched = packaged('python3.11', true).package ?? unknown('pending');
const sharedInScope = ownerOf({...nginx, ...scope}, process('/usr/bin/nc', {pid: 77, startedAt: 9000, ...scope}));
const fileOf = (hostFile: 'other' | 'own-root' | 'same'): Partial<ProcessEvidence> => ({
  hostFile: known(hostFile),
  mappings: known({hasExecutable: true, foreign: []}),
});

/** Changes of the program that listens: script, bytes, checks, and the manager that holds the socket for it. */
export const programCases: readonly Case[] = [
  {
    name: 'a checksum without a script, of a program that runs one',
    before: [socket(on(8443), app)],
    now: [socket(on(8443), app)],
    evidence: evidenceFor([app], {...script('/srv/a.py'), ...other}),
    change: withHash,
    expected: ['accepted'],
  },
  {
    name: 'another script',
    before: [socket(on(8443), app)],
    beforeEvidence: evidenceFor([app], script('/srv/a.py')),
    now: [socket(on(8443), app)],
    evidence: evidenceFor([app], script('/srv/b.py')),
    expected: ['drifted owner'],
  },
  {
    name: 'the same script',
    before: [socket(on(8443), app)],
    beforeEvidence: evidenceFor([app], script('/srv/a.py')),
    now: [socket(on(8443), app)],
    evidence: evidenceFor([app], script('/srv/a.py')),
    expected: ['accepted'],
  },
  ...(['command-line', 'standard-input', 'terminal'] as const).flatMap((kind): readonly Case[] => [
    {
      name: `a script in place of code of the ${kind}`,
      before: [socket(on(8443), app)],
      beforeEvidence: evidenceFor([app], {code: known({kind})}),
      now: [socket(on(8443), app)],
      evidence: evidenceFor([app], script('/srv/b.py')),
      expected: ['drifted owner'],
    },
    {
      name: `code of the ${kind} again`,
      before: [socket(on(8443), app)],
      beforeEvidence: evidenceFor([app], {code: known({kind})}),
      now: [socket(on(8443), app)],
      evidence: evidenceFor([app], {code: known({kind})}),
      expected: ['accepted'],
    },
  ]),
  {
    name: 'held by a process of the same interpreter that runs another script too',
    before: [socket(on(8443), app)],
    beforeEvidence: evidenceFor([app], script('/srv/a.py')),
    ...shares('/srv/a.py', '/srv/b.py'),
    expected: ['drifted owner'],
  },
  {
    name: 'held by two processes of one script',
    before: [socket(on(8443), app)],
    beforeEvidence: evidenceFor([app], script('/srv/a.py')),
    ...shares('/srv/a.py', '/srv/a.py'),
    expected: ['accepted'],
  },
  {
    name: 'held by another program of the same login too',
    before: [inScope],
    now: [socket(on(8443), sharedInScope)],
    evidence: evidenceFor([sharedInScope], {ancestors: known([])}),
    expected: ['drifted owner'],
  },
  {
    name: 'another file at the path of the interpreter, in mounts of its own',
    before: [socket(on(8443), app)],
    beforeEvidence: evidenceFor([app], {...script('/srv/a.py'), ...fileOf('same')}),
    now: [socket(on(8443), app)],
    evidence: evidenceFor([app], {...script('/srv/a.py'), ...fileOf('own-root')}),
    expected: ['drifted check'],
  },
  {
    name: 'mounts of its own when it was accepted, and now',
    before: [socket(on(8443), app)],
    beforeEvidence: evidenceFor([app], {...script('/srv/a.py'), ...fileOf('own-root')}),
    now: [socket(on(8443), app)],
    evidence: evidenceFor([app], {...script('/srv/a.py'), ...fileOf('own-root')}),
    expected: ['accepted'],
  },
  {
    name: 'upgraded on disk, and not started again',
    before: [web],
    beforeEvidence: evidenceFor([web.owner], packaged('nginx', true)),
    now: [web],
    evidence: evidenceFor([web.owner], {...packaged('nginx', true), ...fileOf('other')}),
    expected: ['accepted'],
  },
  {
    name: 'other bytes',
    before: [web],
    now: [web],
    evidence: evidenceFor([web.owner], {...other, package: known(null)}),
    change: withHash,
    expected: ['drifted replaced'],
  },
  {
    name: 'other bytes that the package manager vouches for',
    before: [web],
    beforeEvidence: evidenceFor([web.owner], packaged('nginx', true)),
    now: [web],
    evidence: evidenceFor([web.owner], {...other, ...packaged('nginx', true)}),
    change: withHash,
    expected: ['accepted'],
  },
  {
    name: 'a file of a package with other bytes than the package has',
    before: [web],
    beforeEvidence: evidenceFor([web.owner], packaged('nginx', true)),
    now: [web],
    evidence: evidenceFor([web.owner], packaged('nginx', false)),
    expected: ['drifted replaced'],
  },
  {
    name: 'a file of no package any more',
    before: [web],
    beforeEvidence: evidenceFor([web.owner], packaged('nginx', true)),
    now: [web],
    evidence: evidenceFor([web.owner], {package: known(null)}),
    expected: ['drifted replaced'],
  },
  {
    name: 'bytes that are still being read',
    before: [web],
    now: [web],
    evidence: evidenceFor([web.owner], {digest: {known: false, why: 'pending'}}),
    change: withHash,
    expected: ['accepted'],
  },
  {
    name: 'traced since',
    before: [web],
    now: [web],
    evidence: evidenceFor([web.owner], {tracer: known(66), mappings: known({hasExecutable: true, foreign: []})}),
    expected: ['drifted check'],
  },
  {
    name: 'other bytes of the interpreter of a script than its package has',
    before: [socket(on(8443), app)],
    beforeEvidence: evidenceFor([app], {...script('/srv/app/x.py'), ...packaged('python3.11-minimal', true)}),
    now: [socket(on(8443), app)],
    evidence: evidenceFor([app], {...script('/srv/app/x.py'), ...packaged('python3.11-minimal', false)}),
    expected: ['drifted replaced'],
  },
  ...(
    [
      ['the same bytes of the interpreter of a script', 'cc', known(null), 'accepted'],
      ['other bytes of the interpreter of a script', 'dd', known(null), 'drifted replaced'],
      ['other bytes of an interpreter that its package vouches for', 'dd', vouched, 'accepted'],
      ['other bytes of an interpreter whose package is looked up', 'dd', unknown('pending'), 'accepted'],
    ] as const
  ).map(
    ([name, bytes, own, expected]): Case => ({
      name,
      before: [socket(on(8443), app)],
      beforeEvidence: evidenceFor([app], script('/srv/app/x.py')),
      now: [socket(on(8443), app)],
      evidence: evidenceFor([app], {
        ...script('/srv/app/x.py'),
        digest: known(trusted('aa'.repeat(32))),
        exeDigest: known(trusted(bytes.repeat(32))),
        package: own,
      }),
      change: block => ({...withHash(block), exeSha256: trusted('cc'.repeat(32))}) as typeof block,
      expected: [expected],
    }),
  ),
  {
    name: 'an interpreter of no package in the place of one of a package',
    before: [socket(on(8443), app)],
    beforeEvidence: evidenceFor([app], {...script('/srv/app/x.py'), ...packaged('python3.11-minimal', true)}),
    now: [socket(on(8443), app)],
    evidence: evidenceFor([app], {...script('/srv/app/x.py'), package: known(null)}),
    expected: ['drifted replaced'],
  },
];
