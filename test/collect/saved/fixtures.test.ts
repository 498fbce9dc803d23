import assert from 'node:assert/strict';
import {globSync, readFileSync} from 'node:fs';
import {test} from 'node:test';
import type {Format} from '../../../source/collect/saved/format.ts';
import {acceptedFormats, formatList} from '../../../source/collect/saved/formats.ts';
import {toLines} from '../../../source/collect/saved/lines.ts';
import {isRule} from '../../../source/collect/saved/printed-record.ts';
import {type Fixture, fixtures} from './fixtures.ts';
import {fixture, readFixture, shown} from './helper.ts';

for (const [id, format] of formatList) {
  // The type of `fixtures` requires both, but tests run without the compiler.
  const texts: readonly Fixture[] = fixtures[id] ?? [];
  test(`the format ${id} has a fixture`, () => assert.notEqual(texts.length, 0));
  for (const {file, holds} of texts) {
    test(`every row of ${file} is read as ${id}`, () => {
      assert.notEqual(holds.length, 0);
      if (format.ofProcesses) {
        assert.deepEqual([readFixture(file).formats, processesIn(file, format)], [[], holds]);
      } else {
        const {formats, sockets, unread} = readFixture(file);
        assert.deepEqual([formats, sockets.map(shown), unread], [[id], holds, []]);
      }
    });
  }
}

/** ID and name of every process, with the first line as header. */
function processesIn(file: string, format: Format): readonly string[] {
  const [header, ...lines] = toLines(fixture(file));
  assert.ok(header !== undefined && format.header(header));
  const read = format.open(() => null, header);
  return lines
    .filter(line => !isRule(line))
    .map(line => {
      const result = read(line, null);
      return result?.kind === 'process' ? `${result.pid} ${result.name}` : `unread: ${line}`;
    });
}

const folder = 'test/fixtures/saved';
const files = globSync('*.{txt,expected}', {cwd: folder}).sort();
const readme = readFileSync(`${folder}/readme.md`, 'utf8');

test('the readme of the fixtures has the origin of every fixture, and no other', () => {
  const named = [...readme.matchAll(/`([\w-]+\.(?:txt|expected))`/g)].map(([, file = '']) => file);
  assert.deepEqual([...new Set(named)].sort(), files);
});

test('every fixture is read by a test that names it', () => {
  const tests = globSync('test/**/*.ts').map(file => readFileSync(file, 'utf8'));
  assert.deepEqual(
    files.filter(file => !tests.some(text => text.includes(`'${file}'`))),
    [],
  );
});

test('the accepted formats are listed by command, with the systems that print one differently', () => {
  const netstat = 'netstat (Linux, macOS, BSD, AIX, HP-UX, Windows, Solaris, z/OS)';
  const others = 'Get-NetTCPConnection, Get-NetUDPEndpoint, lsof -i, lsof -F, sockstat, fstat';
  const differs = `the list of accepted formats is now: ${acceptedFormats('and')}`;
  assert.equal(acceptedFormats('and'), `ss, ${netstat}, ${others} and cat /proc/net/tcp`, differs);
  assert.equal(acceptedFormats('or'), `ss, ${netstat}, ${others} or cat /proc/net/tcp`);
});
