import assert from 'node:assert/strict';
import {mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {after, test} from 'node:test';
import {readCode} from '../../../source/collect/evidence/read-code.ts';
import type {Code} from '../../../source/domain/evidence.ts';
import {known} from '../../../source/domain/known.ts';
import {placeOf} from '../../../source/judge/checks/place.ts';
import {realFiles} from '../../../source/linux/proc-files.ts';
import {executable, process} from '../../helpers/build.ts';

const base = mkdtempSync(join(tmpdir(), 'portwatch-process-'));
after(() => rmSync(base, {recursive: true}));

/** A directory of /proc with a root directory of its own: /srv/app is the working directory. */
const write = (path: string, text = ''): void => {
  mkdirSync(dirname(join(base, path)), {recursive: true});
  writeFileSync(join(base, path), text);
};
write('root/srv/app/serve.py');
write('root/srv/app/tool/__main__.py');
write('root/opt/run.py');
write('root/tmp/x.js');
write('root/tmp/lib/Implant.pm');
mkdirSync(join(base, 'root/usr/bin'), {recursive: true});
symlinkSync('../../tmp/x.js', join(base, 'root/usr/bin/relative'));
symlinkSync('/tmp', join(base, 'root/opt/directory'));
symlinkSync('loop', join(base, 'root/opt/loop'));
symlinkSync('/srv/app', join(base, 'cwd'));
mkdirSync(join(base, 'fd'));
symlinkSync('pipe:[4711]', join(base, 'fd/63'));
symlinkSync('/opt/gone.py (deleted)', join(base, 'fd/9'));
symlinkSync('/opt/run.py', join(base, 'fd/8'));
symlinkSync('/dev/null', join(base, 'fd/0'));

const placed = (path: string): 'scratch' | 'hidden' | null => {
  const {kind} = placeOf(path);
  return kind === 'scratch' || kind === 'hidden' ? kind : null;
};

function codeOf(program: string, words: readonly string[], copyOf: string | null = null): string {
  writeFileSync(join(base, 'cmdline'), `${['x', ...words].join('\0')}\0`);
  const holder = process(`/usr/bin/${program}`, {executable: known(executable(`/usr/bin/${program}`))});
  const code = readCode(base, holder, copyOf, {
    files: realFiles,
    proc: base,
    refusal: 'refused',
    placeOf: placed,
  });
  return code.known ? written(code.value) : code.why;
}

const written = (code: Code): string => {
  if (code.kind === 'file') return `${code.state} ${code.path}`;
  return 'name' in code ? `${code.kind} ${code.name}` : code.kind;
};

const cases: readonly (readonly [program: string, command: string, code: string])[] = [
  ['python3.11', '/opt/run.py -v', 'intact /opt/run.py'],
  ['python3.11', 'serve.py', 'intact /srv/app/serve.py'],
  ['python3.11', '../gone.py', 'missing ../gone.py'],
  ['python3.11', '/opt/gone.py', 'deleted /opt/gone.py'],
  ['python3.11', '/opt/loop', 'refused'],
  ['node', '/usr/bin/relative', 'intact /tmp/x.js'],
  ['node', '/opt/directory/x.js', 'intact /tmp/x.js'],
  ['python3.11', '-m serve', 'intact /srv/app/serve.py'],
  ['python3.11', '-m tool', 'intact /srv/app/tool/__main__.py'],
  ['python3.11', '-m http.server', 'module http.server'],
  ['python3.11', '/dev/fd/63', 'standard-input'],
  ['bash', '/proc/self/fd/63', 'standard-input'],
  ['python3.11', '/proc/self/fd/9', 'deleted /opt/gone.py'],
  ['python3.11', '/proc/self/fd/8', 'intact /opt/run.py'],
  ['python3.11', '/dev/fd/7', 'standard-input'],
  ['node', '-r /tmp/x.js /opt/run.py', 'intact /tmp/x.js'],
  ['node', '--require=/tmp/x.js /opt/run.py', 'intact /tmp/x.js'],
  ['node', '--import file:///tmp/x.js /opt/run.py', 'intact /tmp/x.js'],
  ['node', '/opt/run.py -r /tmp/x.js', 'intact /opt/run.py'],
  ['perl', '-I/tmp/lib -MImplant /opt/run.py', 'intact /tmp/lib'],
  ['perl', '-I /usr/share/perl5 /opt/run.py', 'intact /opt/run.py'],
  ['java', '-cp /opt/app.jar com.example.Main', 'not-collected'],
  ['beam.smp', '-W w -- -root /usr/lib/erlang', 'not-collected'],
];

for (const [program, command, code] of cases) {
  test(`${program} ${command} runs ${code}`, () => assert.equal(codeOf(program, command.split(' ')), code));
}

test('a copy is read as the program that it is a copy of', () => {
  assert.equal(codeOf('updater', ['/opt/run.py']), 'own');
  assert.equal(codeOf('updater', ['/opt/run.py'], 'python3.11'), 'intact /opt/run.py');
});

/** A process of perl in a directory of /proc; `layout` is the same of a process and its forks. */
function writeProcess(pid: number, parent: number, layout: number, words: readonly string[], input: string): void {
  const addresses = [...Array<number>(3).fill(layout), ...Array<number>(16).fill(0), ...Array<number>(7).fill(layout)];
  write(`${pid}/stat`, `${pid} (perl) S ${parent} ${Array(17).fill(0).join(' ')} 77 0 0 0 ${addresses.join(' ')} 0\n`);
  write(`${pid}/cmdline`, `${words.join('\0')}\0`);
  write(`${pid}/root/usr/sbin/munin-node`);
  mkdirSync(join(base, `${pid}/fd`), {recursive: true});
  symlinkSync('/', join(base, `${pid}/cwd`));
  symlinkSync(input, join(base, `${pid}/fd/0`));
}

const perl = {executable: known(executable('/usr/bin/perl'))};

test('a worker that rewrote its command line runs the code of its parent, unless it has run another program', () => {
  writeProcess(20, 1, 4_096, ['perl', '-wT', '/usr/sbin/munin-node'], '/dev/null');
  writeProcess(21, 20, 4_096, ['munin-node [203.0.113.1]'], 'socket:[5]');
  writeProcess(22, 20, 8_192, ['munin-node [203.0.113.1]'], 'socket:[5]');
  // Without the right to trace them, the kernel shows 0 and 1 in the place of addresses.
  writeProcess(23, 24, 1, ['munin-node [203.0.113.1]'], 'socket:[5]');
  writeProcess(24, 1, 1, ['perl', '-wT', '/usr/sbin/munin-node'], '/dev/null');
  const options = {files: realFiles, proc: base, refusal: 'refused', placeOf: placed} as const;
  const codes = [21, 22, 23].map(pid => readCode(join(base, `${pid}`), perl, null, options));
  assert.deepEqual(
    codes.map(code => (code.known ? written(code.value) : code.why)),
    ['intact /usr/sbin/munin-node', 'standard-input', 'standard-input'],
  );
});
