import assert from 'node:assert/strict';
import {test} from 'node:test';
import {type Code, type Evidence, noEvidence, noProcessEvidence} from '../../../source/domain/evidence.ts';
import {type Known, known, unknown} from '../../../source/domain/known.ts';
import {trusted} from '../../../source/domain/text.ts';
import {assessAllNow, nameOf, ownerOf, process, socket} from '../../helpers/build.ts';
import {conversation} from '../../helpers/checks.ts';

const python = process('/usr/bin/python3.11');
const homes = known([trusted('/srv/people/ann')]);

/** The check of a conversation of python, which runs this code. */
function examined(code: Known<Code>) {
  const processes = new Map([[python, {...noProcessEvidence('not-collected'), code}]]);
  const evidence: Evidence = {host: {...noEvidence.host, homes}, processes};
  const [row] = assessAllNow([socket(conversation, ownerOf(python))], nameOf, undefined, evidence).rows;
  return row?.assessment.checks.find(({id}) => id === 'owner-script') ?? assert.fail('no check');
}

type Script = Extract<Code, {kind: 'file'}>;

const script = (path: string, changes: Partial<Script> = {}): Known<Code> =>
  known({
    kind: 'file',
    path: trusted(path),
    state: 'intact',
    file: known({mode: 0o755, uid: 0, writableByAll: null}),
    package: known(null),
    ...changes,
  });

const packaged = known({name: trusted('tool'), manager: 'dpkg', unchanged: known(true)} as const);
const writable = known({mode: 0o777, uid: 0, writableByAll: trusted('/opt/a.py')});

const cases: readonly (readonly [code: Known<Code>, result: string, leads: string | null, detail: RegExp])[] = [
  [known({kind: 'own'}), 'not-applicable', null, /no interpreter/],
  [known({kind: 'applet', name: trusted('nc')}), 'pass', null, /called as nc$/],
  [known({kind: 'terminal'}), 'pass', null, /from a terminal$/],
  [known({kind: 'module', name: trusted('http.server')}), 'pass', null, /the module http\.server$/],
  [known({kind: 'command-line'}), 'fail', 'learn', /from its command line/],
  [known({kind: 'standard-input'}), 'fail', 'learn', /from its standard input/],
  [unknown('needs-root'), 'unknown', null, /the code that process 812 runs/],
  [script('/opt/a.py'), 'pass', null, /^\/opt\/a\.py, owned by root, mode 0755$/],
  [script('/tmp/a.py'), 'fail', 'suspect', /^\/tmp\/a\.py lies under \/tmp,/],
  [script('/tmp/a.py', {package: packaged}), 'fail', 'suspect', /lies under \/tmp,/],
  [script('/opt/.x/a.py'), 'fail', 'suspect', /lies in "\.x", a hidden directory$/],
  [script('/opt/.x/a.py', {package: packaged}), 'pass', null, /mode 0755$/],
  [script('/opt/.x/a.py', {package: unknown('pending')}), 'fail', 'suspect', /a hidden directory$/],
  [script('/srv/people/ann/.local/a.py'), 'pass', null, /mode 0755$/],
  [script('/opt/a.py', {state: 'deleted'}), 'fail', 'suspect', /was deleted since it started$/],
  [script('/opt/a.py', {file: writable}), 'fail', 'suspect', /^\/opt\/a\.py can be written by everybody$/],
  [script('/opt/a.py', {file: unknown('needs-root')}), 'unknown', null, /who may write \/opt\/a\.py/],
];

for (const [code, result, leads, detail] of cases) {
  test(`owner-script is ${result}: ${detail.source}`, () => {
    const check = examined(code);
    assert.deepEqual([check.result, check.leads], [result, leads], check.detail);
    assert.match(check.detail, detail);
    assert.equal(check.brief !== '', result === 'fail');
  });
}
