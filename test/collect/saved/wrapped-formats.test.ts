import assert from 'node:assert/strict';
import {test} from 'node:test';
import fc from 'fast-check';
import {fixture, readText, shown} from './helper.ts';
import {wrappings as others} from './pasted-tables.ts';

/** What people and programs put around the lines of a table; `index` counts from 0. */
const wrappings: Readonly<Record<string, (line: string, index: number) => string>> = {
  quoted: line => `> ${line}`,
  'quoted thrice': line => `>>> ${line}`,
  commented: line => `# ${line}`,
  numbered: (line, index) => `${String(index + 1).padStart(5)}  ${line}`,
  timed: line => `2026-11-27T09:14:02Z ${line}`,
  'with a remark': line => `${line}   <-- look`,
  'with other blanks': line => line.replaceAll('  ', '\u00a0 '),
  'in HTML': line => `<p>${line}</p>`,
  'in Markdown': line => `\`${line}\``,
  indented: line => `    ${line}`,
};

const files = [
  ...['powershell-tcp.txt', 'powershell-cut.txt', 'powershell-selected.txt', 'powershell-list.txt'],
  ...['powershell-csv.txt', 'solaris-netstat.txt', 'solaris-netstat-users.txt', 'zos-netstat.txt'],
  ...['zos-netstat-long.txt', 'zos-console.txt', 'aix-netstat.txt', 'hp-ux-netstat.txt', 'proc-net.txt'],
  ...['proc-net-bare.txt', 'ss-every-column.txt', 'ss-every-column-lines.txt'],
];

for (const file of files) {
  const text = fixture(file).toString();
  for (const [how, wrap] of Object.entries(wrappings)) {
    test(`${file} ${how} has the same sockets`, () => {
      const wrapped = text.split('\n').map((line, index) => (line === '' ? line : wrap(line, index)));
      assert.deepEqual(readText(wrapped.join('\n')).sockets.map(shown), readText(text).sockets.map(shown));
    });
  }
}

test('a row of PowerShell that is out of line is no other row: it is read in order, or reported', () => {
  const titles = 'LocalPort OwningProcess LocalAddress ProcessName\n';
  const {sockets, unread} = readText(`${titles}445 4 :: System\n 135 svchost 0.0.0.0\n`);
  assert.deepEqual([sockets.map(shown), unread.length], [['udp6 UNCONN :::445 - System/4'], 1]);
});

const wrapAll = (text: string, how: string): string =>
  text
    .split('\n')
    .map((line, index) => (line.trim() === '' ? line : (others[how] ?? String)(line, index)))
    .join('\n');

/** Formats whose lines are no rows by themselves: around them, only the text that all lines share can be known. */
const byLines = [
  ...['lsof-fields.txt', 'macos-lsof-fields.txt', 'solaris-netstat-users.txt', 'powershell-list.txt'],
  ...['zos-netstat-long.txt'],
];
const shared = [
  ...['of syslog', 'with a date', 'of a pod', 'of a comparison', 'in a list of tasks', 'of a container', 'indented'],
  ...['in a comment of DOS', 'in a paragraph', 'between tags of a forum', 'as code'],
];

for (const file of byLines) {
  test(`${file} has the same sockets whatever its lines begin and end with`, () => {
    const text = fixture(file).toString();
    for (const how of shared) {
      const {sockets, unread} = readText(wrapAll(text, how));
      assert.deepEqual([sockets.map(shown), unread], [readText(text).sockets.map(shown), []], how);
    }
  });
}

test('no wrapping leaves out a row of any format without a line that is reported', () => {
  const wrapped = fc.tuple(
    fc.constantFrom(...files, ...byLines, 'powershell-json.txt'),
    fc.constantFrom(...Object.keys(others)),
  );
  fc.assert(
    fc.property(wrapped, ([file, how]) => {
      const text = fixture(file).toString();
      const {sockets, unread, formats} = readText(wrapAll(text, how));
      // A text without a table is refused as a whole.
      assert.ok(formats.length === 0 || sockets.length + unread.length >= readText(text).sockets.length);
    }),
    {numRuns: 300},
  );
});
