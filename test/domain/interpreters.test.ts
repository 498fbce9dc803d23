import assert from 'node:assert/strict';
import {test} from 'node:test';
import {type CodeReference, codeIn, interpreterOf, isShell, unversioned} from '../../source/domain/interpreters.ts';

const own: CodeReference = {kind: 'own'};
const inline: CodeReference = {kind: 'command-line'};
const input: CodeReference = {kind: 'input'};
const file = (path: string): CodeReference => ({kind: 'file', path});
const module = (name: string): CodeReference => ({kind: 'module', name});
const applet = (name: string): CodeReference => ({kind: 'applet', name});

/** Base name of the executable, its arguments as one word each, and the code that runs. */
const cases: readonly (readonly [name: string, command: string, code: CodeReference])[] = [
  ['nginx', 'nginx -g x', own],
  ['bash', 'bash', input],
  ['bash', 'bash -', input],
  ['bash', 'bash --', input],
  ['bash', 'bash a.sh -c x', file('a.sh')],
  ['bash', 'bash -- -c', file('-c')],
  ['bash', 'bash -c id', inline],
  ['bash', 'bash -xc id', inline],
  ['bash', 'bash -x a.sh', file('a.sh')],
  ['bash', 'bash -s a', input],
  ['bash', 'bash -o pipefail a.sh', file('a.sh')],
  ['bash', 'bash +O extglob a.sh', file('a.sh')],
  ['bash', 'bash --rcfile /r a.sh', file('a.sh')],
  ['bash', 'bash --color a.sh', file('a.sh')],
  ['dash', 'sh a.sh', file('a.sh')],
  ['python3.11', 'python3 -m http.server', module('http.server')],
  ['python3.11', 'python3 -mhttp.server', module('http.server')],
  ['python3.11', 'python3 -um http.server', module('http.server')],
  ['python3.11', 'python3 -mpdb a.py', module('pdb')],
  ['python3.11', 'python3 -m', module('')],
  ['python3.11', 'python3 -c x', inline],
  ['python3.11', 'python3 -cx=1', inline],
  ['python3.11', 'python3 -u -X dev a.py', file('a.py')],
  ['pypy3', 'pypy3 a.py', file('a.py')],
  ['perl', 'perl -we x', inline],
  ['perl', 'perl -E x', inline],
  ['perl', 'perl -I lib a.pl', file('a.pl')],
  ['ruby', 'ruby -rsocket -e x', inline],
  ['node', 'node --eval=x', inline],
  ['node', 'node -r ./a.js b.js', file('b.js')],
  ['node', 'node --import a b.js', file('b.js')],
  ['deno', 'deno eval x', inline],
  ['php8.2', 'php -f a.php', file('a.php')],
  ['php8.2', 'php -f', input],
  ['php8.2', 'php -S 0.0.0.0:80 a.php', file('a.php')],
  ['lua5.4', 'lua -l a b.lua', file('b.lua')],
  ['gawk', 'awk BEGIN{}', inline],
  ['gawk', 'awk -F : -f a.awk', file('a.awk')],
  ['gawk', 'awk --file=a.awk', input],
  ['java', 'java -cp a -jar b.jar', file('b.jar')],
  ['gdb', 'gdb -x a', file('a')],
  ['busybox', 'busybox nc -l', applet('nc')],
  ['busybox', '/bin/nc -l', applet('nc')],
  ['busybox', '-ash', applet('ash')],
  ['busybox', 'busybox', applet('')],
  ['ld-linux-x86-64.so.2', 'ld.so --preload /x.so /bin/id a', file('/bin/id')],
  ['ld-linux-x86-64.so.2', 'ld.so --list', own],
  ['ld-musl-x86_64.so.1', 'ld.so /bin/id', file('/bin/id')],
  ['ld64.so.2', 'ld64.so.2 /bin/id', file('/bin/id')],
  ['ld.so.conf', 'ld.so.conf /bin/id', own],
];

for (const [name, command, code] of cases) {
  test(`${name}: the code of "${command}"`, () => assert.deepEqual(codeIn(name, command.split(' ')), code));
}

test('nothing but an empty argument is no file', () => {
  assert.deepEqual(codeIn('bash', ['bash', '']), input);
  assert.deepEqual(codeIn('ld.so', ['ld.so', '']), own);
  assert.deepEqual(codeIn('busybox', []), applet(''));
});

test('a name counts without its version, and a version alone stays', () => {
  assert.deepEqual(['python3.11', 'lua5.4', 'lua-5.4', 'python3-dbg', 'bash', '7'].map(unversioned), [
    'python',
    'lua',
    'lua',
    'python',
    'bash',
    '7',
  ]);
  assert.ok(isShell('bash') && isShell('ksh93') && isShell('bash-5.2') && !isShell('bashful') && !isShell('python3'));
  assert.ok(interpreterOf('python3.11')?.names.includes('python'));
  assert.equal(interpreterOf('nginx'), null);
});
